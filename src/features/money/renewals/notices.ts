import { z } from 'zod';
import type { Transaction } from '../../../platform/db.ts';
import { defineNotice, momentText, type Notice, wholeText } from '../../../platform/notices.ts';
import type { Renewal } from './queries.ts';
import { type RenewalNotices, type RenewalTurn, renewalTurns } from './standing.rules.ts';
import { renewalNoticeScreen } from './screens.ts';

/** The notice of what became of somebody's auto-renewal, or is about to. */
export const renewalNotice = defineNotice(
  'renewal',
  z.object({
    what: z.enum(renewalTurns),
    minor: wholeText,
    currency: z.string(),
    provider: z.string(),
    chargeAt: momentText.optional(),
    tryAt: momentText.optional(),
    payUrl: z.string().optional(),
  }),
  renewalNoticeScreen,
);

/** Tells it, as rows of the same transaction. */
export function createRenewalNotices(parts: {
  tell: (tx: Transaction, notice: Notice) => Promise<void>;
  alarms: {
    toAdmins(
      tx: Transaction,
      alarm: { what: 'renewal-lost'; provider: string; paymentId?: number },
    ): Promise<void>;
  };
}): RenewalNotices {
  const { tell, alarms } = parts;
  const say = (turn: 'reminder' | 'failing' | 'ended') => async (tx: Transaction, renewal: Renewal) => {
    const { userId, amountMinor: minor, currency, provider, nextChargeAt, nextTryAt, payUrl } = renewal;
    const what = turn === 'ended' ? endOf(renewal) : turn;
    const times = { chargeAt: nextChargeAt ?? undefined, tryAt: nextTryAt ?? undefined };
    const details = { what, minor, currency, provider, ...times, payUrl: payUrl ?? undefined };
    await tell(tx, renewalNotice(userId, details));
  };
  return {
    reminder: say('reminder'),
    failing: say('failing'),
    ended: say('ended'),
    lost: (tx, { provider, paymentId }) =>
      alarms.toAdmins(tx, {
        what: 'renewal-lost',
        provider,
        ...(paymentId !== undefined && { paymentId }),
      }),
  };
}

/** In one word, where the end has a sentence of its own. */
function endOf({ endReason }: Renewal): RenewalTurn {
  return renewalTurns.find((turn) => turn === endReason) ?? 'ended';
}
