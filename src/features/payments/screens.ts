import { action, type Button } from '../../platform/telegram/buttons.ts';
import { type Html, join, plain } from '../../platform/telegram/html.ts';
import type { Screen } from '../../platform/telegram/screen.ts';
import { wayHome } from '../../texts/navigation.ts';
import type { Voice } from '../../texts/voice.ts';
import { brandOf } from './words.ts';

type Details = Readonly<Record<string, string>>;

function priceOf({ format }: Voice, { minor = '0', currency = 'USD' }: Details): string {
  return format.money({ minor: Number(minor), currency });
}

/** What became of somebody's money. */
export function moneyNewsScreen(voice: Voice, _person: unknown, details: Details): Screen {
  const { t } = voice;
  const { order } = details;
  const route = order === undefined ? action('orders', 0) : action('ord', order);
  return {
    text: newsText(voice, details),
    buttons: [[{ label: t.shop.orders, action: route }], wayHome(voice)],
  };
}

function newsText(voice: Voice, details: Details): Html {
  const { moneyNews } = voice.t;
  const price = priceOf(voice, details);
  const { what } = details;
  if (what === 'renewed') return moneyNews.renewed(price);
  if (what === 'credited') return moneyNews.credited(price);
  if (what === 'refunded') return moneyNews.refunded(price);
  if (what === 'returned') return moneyNews.returned(price);
  if (what === 'moved-to-balance') return moneyNews.movedToBalance(price);
  if (what === 'closed') return moneyNews.closed(price);
  return what === 'failed' ? moneyNews.failed : moneyNews.paid(price);
}

/** What somebody was given by staff. */
export function creditScreen(voice: Voice, _person: unknown, details: Details): Screen {
  const { t, format } = voice;
  const days = Number(details['days'] ?? 0);
  const given = days === 0 ? t.moneyNews.creditForEver : t.moneyNews.creditDays(format.days(days));
  const text = details['what'] === 'money' ? t.moneyNews.creditMoney(priceOf(voice, details)) : given;
  return {
    text,
    buttons: [[{ label: t.home.subscription, action: action('profile') }], wayHome(voice)],
  };
}

/** Tells an admin that a person has to look at money. */
export function moneyAlarmScreen(voice: Voice, _person: unknown, details: Details): Screen {
  const { t } = voice;
  const what = details['what'] as keyof typeof t.moneyNews.alarms;
  // Of drift it is the number of whatever shows it, which need not be a payment.
  const payment = what === 'drift' ? undefined : details['payment'];
  return {
    text: join(
      [
        t.moneyNews.alarm(t.moneyNews.alarms[what] ?? String(what), brandOf(details['provider'])),
        ...lackLines(voice, details['lacks']),
        payment !== undefined && plain(t.moneyNews.payment(payment)),
      ],
      '\n\n',
    ),
    buttons: [...(payment === undefined ? [] : [[lookButton(voice, payment)]]), wayHome(voice)],
  };
}

/** What a webhook lacks: a line for each fault, and one for all events. */
function lackLines({ t }: Voice, lacks: string | undefined): Html[] {
  const words: Record<string, string> = t.moneyNews.lacks;
  const codes = lacks?.split(' ') ?? [];
  const faults = codes.flatMap((code) => words[code] ?? []);
  const events = codes.filter((code) => !(code in words));
  return [...faults, ...(events.length > 0 ? [t.moneyNews.lacksEvents(events.join(', '))] : [])].map(plain);
}

function lookButton({ t }: Voice, payment: string): Button {
  return { label: t.moneyNews.look, action: action('mon', payment) };
}
