import { join } from '../../telegram/screens/html.ts';
import { type Page, type PageFrame, page, pageButton, paragraph } from '../../texts/page.ts';
import type { Voice } from '../../texts/voice.ts';

/** What stands at the address of the service itself. */
export function frontPage({ t, language }: Voice, { service, bot }: PageFrame): Page {
  return page({
    language,
    service,
    title: t.home.front.title,
    body: join([
      paragraph(t.home.front.what),
      bot === undefined ? paragraph(t.home.front.soon) : pageButton(t.home.front.open, bot),
    ]),
  });
}
