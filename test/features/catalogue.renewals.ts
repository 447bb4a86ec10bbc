import {
  portalScreen,
  renewalNoticeScreen,
  renewalScreen,
  startRenewalQuestion,
  stopRenewalQuestion,
} from '../../src/features/money/renewals/screens.ts';
import { beginningQuestion } from '../../src/features/money/orders/beginning.screens.ts';
import { renewalTurns } from '../../src/features/money/renewals/standing.rules.ts';
import type { Renewal } from '../../src/features/money/renewals/service.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import type { Voice } from '../../src/texts/voice.ts';
import { plansOf } from './samples.money.ts';
import { offersOf } from './samples.offers.ts';
import { now } from './samples.ts';

const statuses = ['active', 'failing', 'stopping', 'stopped'] as const;
const providers = ['stripe', 'stars', 'balance'] as const;

export function renewalsOf(name: string): Renewal[] {
  const [plan] = plansOf(name);
  if (plan === undefined) return [];
  return statuses.flatMap((status) =>
    providers.map((provider) => ({
      id: 2 ** 31,
      userId: 1,
      planId: plan.id,
      planCode: plan.code,
      planVersion: 1,
      planNames: plan.names,
      days: 1_095,
      trafficBytes: null,
      trafficMode: 'total',
      amountMinor: 99_999_999,
      currency: provider === 'stars' ? ('XTR' as const) : ('RUB' as const),
      provider,
      status,
      ref: 'sub_1',
      customerRef: null,
      periods: 3,
      nextChargeAt: status === 'stopping' ? null : now,
      nextTryAt: provider === 'stars' ? null : now,
      tries: 1,
      remindedOf: null,
      gracePeriod: null,
      payUrl: status === 'failing' ? 'https://pay.example.com/i/1' : null,
      endReason: null,
      changes: 0,
      stopReference: null,
      createdAt: now,
      updatedAt: now,
    })),
  );
}

function fromBalanceOf(name: string) {
  return plansOf(name).map((plan) => ({
    plan,
    amountMinor: 99_999_999,
    currency: 'RUB',
    firstChargeAt: now,
  }));
}

/** Every screen about auto-renewal, in every shape it takes. */
export const renewalScreens: Record<string, (voice: Voice, name: string) => Screen[]> = {
  renewalScreen: (voice, name) =>
    [undefined, ...renewalsOf(name)].flatMap((renewal) =>
      [true, false].flatMap((isFull) =>
        renewalScreen(voice, {
          now: isFull ? now : new Date(now.getTime() - 5 * 24 * 60 * 60_000),
          renewal,
          canResume: isFull,
          hasPortal: isFull,
          expiresAt: isFull ? now : null,
          fromBalance: isFull ? undefined : fromBalanceOf(name)[0],
        }),
      ),
    ),
  stopRenewalQuestion: (voice) => [stopRenewalQuestion(voice)],
  startRenewalQuestion: (voice, name) =>
    fromBalanceOf(name).flatMap((offer) =>
      [offer.firstChargeAt, undefined].map((firstChargeAt) =>
        startRenewalQuestion(voice, { ...offer, firstChargeAt }),
      ),
    ),
  portalScreen: (voice) => [portalScreen(voice, 'https://billing.example.com/p/1')],
  renewalNoticeScreen: (voice) =>
    renewalTurns.flatMap((what) =>
      providers.flatMap((provider) =>
        [{}, { payUrl: 'https://pay.example.com/i/1', tryAt: now }].map((more) =>
          renewalNoticeScreen(voice, {
            what,
            provider,
            minor: 399,
            currency: 'USD',
            chargeAt: now,
            ...more,
          }),
        ),
      ),
    ),
  beginningQuestion: (voice, name) => offersOf(name).map((offer) => beginningQuestion(voice, offer)),
};
