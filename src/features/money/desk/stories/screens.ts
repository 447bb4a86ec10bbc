import type { Button } from '../../../../telegram/screens/buttons.ts';
import { clip } from '../../../../telegram/screens/clip.ts';
import { type Html, join, plain } from '../../../../telegram/screens/html.ts';
import type { Screen } from '../../../../telegram/screens/screen.ts';
import { wayHome } from '../../../../texts/navigation.ts';
import type { Voice } from '../../../../texts/voice.ts';
import type { PaymentStory } from '../service.ts';
import { reviewRows, reviewText } from '../reviews/screens.ts';
import type { StoryEvent } from './service.ts';
import { paymentLine, providerName } from '../../payments/words.screens.ts';
import * as adminTaps from '../../../admin/taps.ts';
import * as taps from '../taps.ts';

/** So many of the newest events fit into one message, whatever is in them. */
const mostEvents = 22;

/** One payment's whole story, and what can be done with it now. */
export function paymentStoryScreen(voice: Voice, story: PaymentStory): Screen {
  const { t } = voice;
  const { payment, order, payer, refundable } = story;
  return {
    text: join(
      [
        join([
          t.desk.paymentTitle(payment.id),
          plain(paymentLine(voice, payment)),
          payment.userId !== null &&
            plain(t.desk.payer(payer === undefined ? '' : clip(payer, 60), payment.userId)),
          payment.objectId !== null && t.desk.objectId(clip(payment.objectId, 120)),
          order !== undefined && plain(t.desk.orderLine(order.id, t.orders.states[order.status])),
        ]),
        reviewText(voice, story),
        timelineText(voice, story),
      ],
      '\n\n',
    ),
    buttons: [
      ...reviewRows(voice, story),
      ...(refundable.leftMinor > 0 ? [[refundButton(voice, story)]] : []),
      ...(payer !== undefined && payment.userId !== null
        ? [[{ label: t.desk.person, action: adminTaps.show(payment.userId) } satisfies Button]]
        : []),
      wayHome(voice, { label: t.general.back, action: taps.list(0, 'all') }),
    ],
  };
}

function refundButton({ t }: Voice, { payment, refundable }: PaymentStory): Button {
  const label = refundable.to === 'balance' ? t.giveBack.startCredit : t.giveBack.start;
  return { label, action: taps.giveBack(payment.id) };
}

/** What a provider told without being asked to changes nothing, and has no words. */
function timelineText(voice: Voice, story: PaymentStory): Html {
  const { t, format } = voice;
  const { payment, events } = story;
  const known = events.filter((event) => event.what !== 'heard' || event.kind in t.story.heardOf);
  const shown = known.slice(-mostEvents);
  const lines = shown.map((event) => `${format.shortMoment(event.at)}: ${eventText(voice, story, event)}`);
  const next = payment.nextLookAt;
  return join([
    plain(t.story.title(format.zone)),
    shown.length < known.length && plain(t.story.earlier),
    ...lines.map(plain),
    next !== null && plain(t.story.looks(format.number(payment.looks), format.shortMoment(next))),
  ]);
}

function eventText(voice: Voice, { payment, order }: PaymentStory, event: StoryEvent): string {
  const { t, format } = voice;
  switch (event.what) {
    case 'ordered':
      return t.story.ordered(order?.planNames[voice.language] ?? '');
    case 'asked':
      return t.story.asked(providerName(voice, payment.provider));
    case 'heard':
      return t.story.heard(t.story.heardOf[event.kind] ?? '');
    case 'paid':
      return payment.isLive === false ? t.story.paidInTest : t.story.paid;
    case 'taken-back':
      return t.story.takenBack;
    case 'verified':
      return t.story.verified;
    case 'given':
      return t.story.given(event.days === null ? t.general.forEver : format.days(event.days));
    case 'moved':
      return t.story.moved(
        format.money(event.money),
        account(voice, event.debit),
        account(voice, event.credit),
      );
    case 'refund':
      return refundText(voice, event);
    case 'staff':
      return t.story.staff(event.actorId, staffText(voice, event), clip(event.reason, 100));
  }
}

function refundText({ t, format }: Voice, event: Extract<StoryEvent, { what: 'refund' }>): string {
  const money = format.money(event.money);
  if (event.to === 'balance') return t.story.refundToBalance(money);
  if (event.state === 'failed' && event.why !== undefined)
    return t.story.refundRefused(money, clip(event.why, 100));
  return t.story.refund(money, t.story.refundStates[event.state]);
}

function staffText({ t }: Voice, event: Extract<StoryEvent, { what: 'staff' }>): string {
  const decisions: Record<string, string> = t.story.decisions;
  const actions: Record<string, string> = t.story.actions;
  return decisions[event.decision ?? ''] ?? actions[event.action] ?? event.action;
}

/** An account of the books, as somebody who keeps none calls it. */
function account(voice: Voice, name: string): string {
  const { accounts } = voice.t.story;
  const [kind = '', of = ''] = name.split(':');
  if (kind === 'clearing') return accounts.clearing(of);
  if (kind === 'user') return accounts.user(of);
  if (kind === 'receivable') return accounts.receivable(of);
  const plainNames: Record<string, unknown> = accounts;
  const word = plainNames[kind];
  return typeof word === 'string' ? word : name;
}
