import { z } from 'zod';
import { defineNotice } from '../../../../platform/notices.ts';
import { currencies } from '../../../../platform/money.ts';
import type { Voice } from '../../../../texts/voice.ts';
import type { Reconciliation } from './rules.ts';
import { reportNoticeScreen } from './screens.ts';

const side = z.object({ count: z.number(), minor: z.number() });
const sums = z.object({
  provider: z.string(),
  currency: z.enum(currencies),
  listed: side,
  booked: side,
});
const difference = z.object({
  provider: z.string(),
  objectId: z.string(),
  what: z.enum(['unbooked', 'unlisted', 'amount']),
  minor: z.number(),
  currency: z.string(),
});
const reconciliation: z.ZodType<Reconciliation, Reconciliation> = z.object({
  day: z.array(sums),
  month: z.array(sums),
  differences: z.array(difference),
  moreDifferences: z.number(),
  away: z.array(z.string()),
  withoutWebhook: z.number(),
  openReviews: z.number(),
  deadJobs: z.number(),
  deadUpdates: z.number(),
  wrongChecks: z.array(z.string()),
});

/** The report in one text, as JSON. */
const content = z.codec(z.string(), reconciliation, {
  decode: (text, context): Reconciliation => {
    try {
      return reconciliation.parse(JSON.parse(text));
    } catch {
      context.issues.push({ code: 'custom', input: text, message: 'not a report' });
      return z.NEVER;
    }
  },
  encode: (found) => JSON.stringify(found),
});

/** The money report is there, for admins. */
export const reportNotice = defineNotice(
  'money-report',
  z.object({ content }),
  (voice: Voice, { content: found }) => reportNoticeScreen(voice, found),
);
