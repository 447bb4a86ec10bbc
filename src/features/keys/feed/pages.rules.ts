import { html, join } from '../../../telegram/screens/html.ts';
import type { Voice } from '../../../texts/voice.ts';

/**
 * The page that opens an app with a subscription: Telegram's buttons take only web addresses. It goes on by itself
 * where the browser allows that, and by a tap where it does not. No script, nothing from elsewhere.
 */
export function importPage(
  { t, language }: Voice,
  { appName, deepLink, link }: { appName: string; deepLink: string; link: string },
): string {
  return page(
    language,
    html`<meta http-equiv="refresh" content="0;url=${deepLink}"><h1>${t.keys.page.title(appName)}</h1>
<p>${t.keys.page.hint(appName)}</p><p><a class="button" href="${deepLink}">${t.keys.page.open(appName)}</a></p>
<p>${t.keys.page.byHand}</p><p><code>${link}</code></p>`.html,
  );
}

/**
 * The page that a browser shows of a subscription, which only apps can use: the apps to open with it, or why it
 * is of no use.
 */
export function subscriptionPage(
  { t, language }: Voice,
  {
    link,
    apps,
    why,
  }: { link: string; apps: readonly { name: string; address: string }[]; why: string | undefined },
): string {
  if (why !== undefined) return page(language, html`<h1>${t.keys.page.yours}</h1><p>${why}</p>`.html);
  const buttons = apps.map(
    ({ name, address }) => html`<a class="button" href="${address}">${t.keys.page.open(name)}</a>`,
  );
  return page(
    language,
    html`<h1>${t.keys.page.yours}</h1><p>${t.keys.page.forApps}</p><p>${join(buttons, ' ')}</p>
<p>${t.keys.page.byHand}</p><p><code>${link}</code></p>`.html,
  );
}

/**
 * The page that everybody sees whose address opens nothing, whatever the reason; in both languages, for nobody
 * is known here.
 */
export function gonePage({ ru, en }: Readonly<Record<'ru' | 'en', Voice>>): string {
  return page('ru', html`<p>${ru.t.keys.page.gone}</p><p lang="en">${en.t.keys.page.gone}</p>`.html);
}

const style =
  'body{font:18px/1.5 system-ui,sans-serif;margin:0 auto;max-width:32em;padding:2em 1em}' +
  'code{overflow-wrap:anywhere}.button{display:inline-block;padding:.8em 1.4em;border-radius:.6em;' +
  'background:#1f6feb;color:#fff;text-decoration:none;margin:0 .3em .6em 0}';

function page(language: string, body: string): string {
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>VPN</title><style>${style}</style>${body}</html>`;
}
