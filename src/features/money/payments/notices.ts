import { z } from 'zod';
import type { Transaction } from '../../../platform/db.ts';
import type { Events } from '../../../platform/events.ts';
import type { Currency } from '../../../platform/money.ts';
import type { Logger } from '../../../platform/logger.ts';
import { defineNotice, momentText, type Notice, wholeText, wordsText } from '../../../platform/notices.ts';
import {
  accessOutcomes,
  type AccessAdded,
  moneyAlarms,
  type MoneyNotices,
  moneyOutcomes,
} from '../settlement/case.rules.ts';
import { creditScreen, takenGiftScreen, moneyAlarmScreen, moneyNoticeScreen } from './screens.ts';

const sum = { minor: wholeText, currency: z.string() };

/** The notice of what became of somebody's money. */
export const moneyNotice = defineNotice(
  'money',
  z.object({
    what: z.enum(moneyOutcomes),
    order: wholeText.optional(),
    ...sum,
    access: z.enum(accessOutcomes).optional(),
    /** Whether anything is sold here for money of this currency on the balance; absent: as far as is known. */
    spends: z.enum(['no']).optional(),
    /** Whether it came to access that there is: `on` works on until then (absent: for ever), `more` has to be looked at. */
    added: z.enum(['on', 'more']).optional(),
    until: momentText.optional(),
  }),
  moneyNoticeScreen,
);

/** The notice of what somebody was given by staff. */
export const creditNotice = defineNotice(
  'credit',
  z.discriminatedUnion('what', [
    z.object({ what: z.literal('money'), ...sum }),
    // 0: for ever.
    z.object({ what: z.literal('days'), days: wholeText }),
  ]),
  creditScreen,
);

/** A gift by staff was a mistake, and is taken back. */
export const takenGiftNotice = defineNotice(
  'gift-taken',
  z.discriminatedUnion('what', [
    z.object({ what: z.literal('money'), ...sum }),
    z.object({ what: z.literal('access') }),
  ]),
  takenGiftScreen,
);

/** Somebody has to look at money, for admins. */
export const moneyAlarmNotice = defineNotice(
  'money-alarm',
  z.object({
    what: z.enum(moneyAlarms),
    payment: wholeText.optional(),
    provider: z.string().optional(),
    lacks: wordsText.optional(),
    why: z.string().optional(),
    ahead: wholeText.optional(),
    source: z.string().optional(),
  }),
  moneyAlarmScreen,
);

export const paymentNotices = [moneyNotice, creditNotice, takenGiftNotice, moneyAlarmNotice];

function addedWords(added: AccessAdded | undefined) {
  if (added === undefined) return {};
  return added === 'more' ? { added } : { added: 'on' as const, until: added.until ?? undefined };
}

/** Tells what is settled, as rows of the same transaction. */
export function createMoneyNotices(parts: {
  tell: (tx: Transaction, notice: Notice) => Promise<void>;
  tellAdmins: (tx: Transaction, notice: (userId: number) => Notice) => Promise<void>;
  /** Whether anything could be bought here with a balance in this currency. */
  canSpend: (tx: Transaction, currency: Currency) => Promise<boolean>;
  /** The topic in which this order's payment was asked for. */
  topicOf: (tx: Transaction, orderId: number) => Promise<number | undefined>;
  events: Pick<Events, 'moneyAlarmed'>;
  logger: Pick<Logger, 'error'>;
}): MoneyNotices {
  const { tell, tellAdmins, canSpend, topicOf, events, logger } = parts;
  return {
    async toPerson(tx, { userId, kind, orderId, money, access, added }) {
      const isCredit = kind === 'credited' || kind === 'moved-to-balance';
      const spends = isCredit && !(await canSpend(tx, money.currency)) ? ('no' as const) : undefined;
      const details = {
        what: kind,
        order: orderId ?? undefined,
        access,
        spends,
        ...addedWords(added),
        ...money,
      };
      const topicId = orderId === null ? undefined : await topicOf(tx, orderId);
      await tell(tx, { ...moneyNotice(userId, details), topicId });
    },
    async toAdmins(tx, { what, paymentId, provider, lacks, why, aheadSeconds: ahead, source }) {
      const details = { what, payment: paymentId, provider, lacks: lacks && [...lacks], why, ahead, source };
      await tellAdmins(tx, (userId) => moneyAlarmNotice(userId, details));
      events.moneyAlarmed(what);
      logger.error({ what, payment: paymentId, provider, why, ahead, source }, 'money needs attention');
    },
  };
}
