import type { TelegramBotSubscriptionUpdated } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { userOf } from '../chats/chat.ts';
import { unixNow, type Core } from '../core.ts';
import { PersonRefusal } from '../people/person-refusal.ts';
import type { SubscriptionView } from '../world-types.ts';
import type { Charge, SavedSubscription } from './payment-records.ts';
import type { PaymentDesk } from './payment-types.ts';
import type { StarLedger } from './star-ledger.ts';
import { announcePayment } from './successful-payment.ts';

interface Subscription extends SavedSubscription {
  /** The newest one. */
  charge: Charge;
  cancelTimer: () => void;
}

export interface SubscriptionBook {
  /** Starts a subscription with its first payment. */
  start(charge: Charge): void;
  edit: PaymentDesk['editSubscription'];
  change: PaymentDesk['changeSubscription'];
  of: PaymentDesk['subscriptionsOf'];
  snapshot(): SavedSubscription[];
  restore(saved: readonly SavedSubscription[]): void;
  clear(): void;
}

const view = (subscription: Subscription): SubscriptionView => ({
  chargeId: subscription.chargeIds[0] ?? '',
  expiresAt: subscription.expiresAt,
  state: subscription.ended
    ? 'ended'
    : subscription.canceledByPerson || subscription.canceledByBot
      ? 'canceled'
      : 'active',
});

/** Monthly subscriptions in Stars: they renew themselves on the clock of the stand-in until cancelled or unpaid. */
export function createSubscriptionBook(getCore: () => Core, ledger: StarLedger): SubscriptionBook {
  let subscriptions: Subscription[] = [];

  const tell = ({ charge }: Subscription, state: TelegramBotSubscriptionUpdated['state']): void => {
    const core = getCore();
    const user = userOf(core.chats.get(charge.personId).person);
    core.updates.push({ subscription: { user, invoice_payload: charge.invoice.payload, state } });
  };
  const find = (personId: number, chargeId: string): Subscription | undefined =>
    subscriptions.find((one) => one.charge.personId === personId && one.chargeIds.includes(chargeId));

  const extend = (subscription: Subscription, isFirst: boolean): void => {
    const core = getCore();
    const periodSeconds = subscription.charge.invoice.subscriptionPeriodSeconds ?? 0;
    subscription.expiresAt = (isFirst ? unixNow(core) : subscription.expiresAt) + periodSeconds;
    announcePayment(core, subscription.charge, { expiresAt: subscription.expiresAt, isFirst });
    awaitRenewal(subscription);
  };
  const awaitRenewal = (subscription: Subscription): void => {
    const { clock } = getCore();
    const leftMs = subscription.expiresAt * 1000 - clock.now().getTime();
    subscription.cancelTimer = clock.setTimer(leftMs, () => renew(subscription));
  };
  const renew = (subscription: Subscription): void => {
    const isCanceled = subscription.canceledByPerson || subscription.canceledByBot;
    if (isCanceled || subscription.failsNext) {
      subscription.ended = true;
      if (!isCanceled) tell(subscription, 'failed');
      return;
    }
    const { personId, invoice } = subscription.charge;
    subscription.charge = ledger.charge(personId, invoice);
    subscription.chargeIds.push(subscription.charge.chargeId);
    extend(subscription, false);
  };

  const resume = (subscription: Subscription): void => {
    if (subscription.canceledByBot) throw new PersonRefusal('The bot has cancelled this subscription');
    subscription.canceledByPerson = false;
    tell(subscription, 'active');
  };

  return {
    start(charge) {
      const subscription: Subscription = {
        chargeIds: [charge.chargeId],
        charge,
        expiresAt: 0,
        canceledByPerson: false,
        canceledByBot: false,
        failsNext: false,
        ended: false,
        cancelTimer: () => {},
      };
      subscriptions.push(subscription);
      extend(subscription, true);
    },
    edit({ personId, chargeId, isCanceled }) {
      const subscription = find(personId, chargeId);
      if (!subscription) throw badRequest('CHARGE_NOT_FOUND');
      if (subscription.ended) throw badRequest('SUBSCRIPTION_NOT_ACTIVE');
      // Allowing it again does not switch it on: that is up to the person.
      if (subscription.canceledByBot && !isCanceled) subscription.canceledByPerson = true;
      subscription.canceledByBot = isCanceled;
    },
    change(personId, chargeId, change) {
      const subscription = find(personId, chargeId);
      if (!subscription || subscription.ended)
        throw new PersonRefusal(`There is no running subscription ${chargeId}`);
      if (change === 'resume') resume(subscription);
      if (change === 'fail-next') subscription.failsNext = true;
      if (change !== 'cancel') return;
      subscription.canceledByPerson = true;
      tell(subscription, 'canceled');
    },
    of: (personId) => subscriptions.filter((one) => one.charge.personId === personId).map(view),
    snapshot: () => subscriptions.map(({ charge: _charge, cancelTimer: _timer, ...saved }) => saved),
    restore(saved) {
      for (const one of saved) {
        const charge = ledger.find(one.chargeIds.at(-1) ?? '');
        if (!charge) continue;
        const subscription: Subscription = { ...one, charge, cancelTimer: () => {} };
        subscriptions.push(subscription);
        if (!one.ended) awaitRenewal(subscription);
      }
    },
    clear() {
      for (const subscription of subscriptions) subscription.cancelTimer();
      subscriptions = [];
    },
  };
}
