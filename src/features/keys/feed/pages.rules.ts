import { html, join } from '../../../telegram/screens/html.ts';
import { type Page, type PageFrame, page, pageButton, paragraph, toCopy } from '../../../texts/page.ts';
import type { Language, Voice } from '../../../texts/voice.ts';
import type { Download } from '../apps.rules.ts';

/**
 * The page that opens an app with a subscription: Telegram's buttons take only web addresses. It goes on by itself
 * where the browser allows that, and by a tap where it does not.
 */
export function importPage(
  voice: Voice,
  {
    appName,
    deepLink,
    link,
    downloads,
    ...frame
  }: PageFrame & { appName: string; deepLink: string; link: string; downloads: readonly Download[] },
): Page {
  const { t, language } = voice;
  const words = t.keys.page;
  return page({
    language,
    service: frame.service,
    title: words.title(appName),
    goesTo: deepLink,
    body: join([
      paragraph(words.hint(appName)),
      pageButton(words.open(appName), deepLink),
      ...downloads.map(({ store, url }) => pageButton(words.get(appName, store), url, 'quiet')),
      ...byHand(voice, link),
      wayBack(voice, frame.bot),
    ]),
  });
}

/**
 * The page that a browser shows of a subscription, which only apps can use: the apps to open with it, or why it
 * is of no use.
 */
export function subscriptionPage(
  voice: Voice,
  {
    link,
    apps,
    why,
    ...frame
  }: PageFrame & {
    link: string;
    apps: readonly { name: string; address: string }[];
    why: string | undefined;
  },
): Page {
  const { t, language } = voice;
  const words = t.keys.page;
  const shown =
    why === undefined
      ? [
          paragraph(words.forApps),
          ...apps.map(({ name, address }) => pageButton(words.open(name), address)),
          ...byHand(voice, link),
        ]
      : [paragraph(why)];
  const body = join([...shown, wayBack(voice, frame.bot)]);
  return page({ language, service: frame.service, title: words.yours, body });
}

function byHand({ t }: Voice, link: string) {
  return [paragraph(t.keys.page.byHand), toCopy(link, t.keys.page)];
}

function wayBack({ t }: Voice, bot: string | undefined) {
  return bot !== undefined && pageButton(t.keys.page.back, bot, 'quiet');
}

/**
 * The page that everybody sees whose address opens nothing, whatever the reason; in both languages, for nobody
 * is known here.
 */
export function gonePage({ ru, en }: Readonly<Record<Language, Voice>>, { service, bot }: PageFrame): Page {
  const body = join([
    paragraph(ru.t.keys.page.gone),
    html`<p lang="en">${en.t.keys.page.gone}</p>`,
    bot !== undefined && pageButton(ru.t.keys.page.back, bot),
  ]);
  return page({ language: 'ru', service, title: ru.t.keys.page.goneTitle, body });
}
