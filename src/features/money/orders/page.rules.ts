import { join } from '../../../telegram/screens/html.ts';
import { type Page, type PageFrame, page, pageButton, paragraph } from '../../../texts/page.ts';
import type { Language, Voice } from '../../../texts/voice.ts';
import { stateLines, unpaidLine } from './history.screens.ts';
import type { OrderView } from './service.ts';

/** Where somebody comes back to after paying: what is true of the order by now, and the way on. */
export function orderPage(voice: Voice, view: OrderView, { service, bot }: PageFrame): Page {
  const { t, format, language } = voice;
  const { order, payment } = view;
  const total = format.money({ minor: order.totalMinor, currency: order.currency });
  const url = order.status === 'pending' ? payment?.url : undefined;
  return page({
    language,
    service,
    title: order.planNames[language],
    isLive: isUnderWay(view),
    body: join([
      paragraph(order.paidAt === null ? unpaidLine(voice, order) : t.orders.page.paid(total)),
      ...stateLines(voice, view).map(paragraph),
      order.status === 'pending' && paragraph(t.orders.page.justPaid),
      bot !== undefined && pageButton(t.orders.page.toBot, `${bot}?start=${startOf(order.pageId)}`),
      typeof url === 'string' && pageButton(t.shop.pay(total), url, 'quiet'),
    ]),
  });
}

/** Something will change without anybody doing anything: money on its way, or access that is being set up. */
function isUnderWay({ order, subscription }: OrderView): boolean {
  if (order.status === 'pending' || order.status === 'processing') return true;
  return order.status === 'paid' && (subscription?.appliedVersion ?? 0) < (order.accessVersion ?? 0);
}

/** The page that whoever has no address of an order sees; in both languages, for nobody is known here. */
export function noOrderPage(
  { ru, en }: Readonly<Record<Language, Voice>>,
  { service, bot }: PageFrame,
): Page {
  return page({
    language: 'ru',
    service,
    title: ru.t.orders.page.goneTitle,
    body: join([
      paragraph(ru.t.orders.page.gone),
      paragraph(en.t.orders.page.gone),
      bot !== undefined && pageButton(ru.t.orders.page.toBot, bot),
    ]),
  });
}

/** What a link to the bot carries to lead to this order. */
function startOf(pageId: string): string {
  return `order_${pageId.replaceAll('-', '')}`;
}

/** The page of the order that such a link leads to; undefined when it carries something else. */
export function pageOfStart(payload: string): string | undefined {
  return /^order_([0-9a-f]{32})$/.exec(payload)?.[1];
}
