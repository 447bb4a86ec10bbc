import { z } from 'zod';
import type { TelegramClient } from '../../../../telegram/api/client.ts';
import type { Logger } from '../../../../platform/logger.ts';
import { Refusal, type RefusalCode } from '../../../../platform/refusal.ts';
import { languageOf, type Language, type Voice } from '../../../../texts/voice.ts';
import type { UserService } from '../../../users/service.ts';
import type { PreCheckout, TimeLimit } from '../provider.ts';
import { stars } from './definition.ts';
import { readStarsPayload } from './payload.ts';

const updateSchema = z.looseObject({
  pre_checkout_query: z.looseObject({
    id: z.string(),
    from: z.looseObject({ id: z.int(), language_code: z.string().optional() }),
    currency: z.string(),
    total_amount: z.int(),
    invoice_payload: z.string(),
  }),
});
type Query = z.infer<typeof updateSchema>['pre_checkout_query'];

/** Telegram waits 10 s. Everything is said within 4: what is not decided in three of them is refused. */
const answerWithinMs = 4_000;
const decideWithinMs = 3_000;

/**
 * Answers Telegram's question whether an invoice may be paid, inside the request that asks it. Never throws: what
 * cannot be decided is refused in words.
 */
export function createPreCheckout(parts: {
  client: Pick<TelegramClient, 'call'>;
  payments: {
    approve(asked: PreCheckout, limit: TimeLimit): Promise<void>;
    takeBackApproval(asked: PreCheckout): Promise<void>;
  };
  users: Pick<UserService, 'find'>;
  voices: Readonly<Record<Language, Voice>>;
  logger: Pick<Logger, 'error'>;
}): (body: Buffer) => Promise<void> {
  const { client, payments, users, voices, logger } = parts;
  const onFault = (error: unknown) => logger.error({ err: error }, 'a checkout could not be answered');

  return async (body) => {
    try {
      const read = updateSchema.safeParse(JSON.parse(body.toString('utf8')));
      if (!read.success) return;
      const query = read.data.pre_checkout_query;
      const signal = AbortSignal.timeout(answerWithinMs);
      const language = languageFor(query.from);
      const asked = askedBy(query);
      const problem = asked === undefined ? 'order.unknown' : await decide(asked);
      const answer =
        problem === undefined
          ? { ok: true }
          : { ok: false, error_message: voices[await language].refusal(problem, {}) };
      const said = { pre_checkout_query_id: query.id, ...answer };
      await client.call('answerPreCheckoutQuery', said, { signal }).catch(async (error: unknown) => {
        // What it does not hear it takes for no: the order must not wait for money that cannot come.
        if (asked !== undefined && problem === undefined) await payments.takeBackApproval(asked);
        throw error;
      });
    } catch (error) {
      onFault(error);
    }
  };

  /** The code of what stands against it; undefined: nothing. */
  async function decide(asked: PreCheckout): Promise<RefusalCode | undefined> {
    const { limit, tooLate, end } = beginLimit(decideWithinMs);
    try {
      await Promise.race([payments.approve(asked, limit), tooLate]);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      onFault(error);
      return 'try-later';
    } finally {
      end();
    }
  }

  /** The one that the person chose, as long as it can be read in time; else that of their Telegram. */
  async function languageFor(from: Query['from']): Promise<Language> {
    const { tooLate, end } = beginLimit(decideWithinMs);
    const person = await Promise.race([users.find(from.id), tooLate])
      .catch(() => undefined)
      .finally(end);
    return languageOf({ language: person?.language ?? null, languageCode: from.language_code });
  }
}

/** Undefined where the invoice names none of our payments. */
function askedBy({ from, invoice_payload, total_amount, currency }: Query): PreCheckout | undefined {
  const reference = readStarsPayload(invoice_payload);
  if (reference === undefined) return undefined;
  return { provider: stars.name, reference, payerId: from.id, minor: total_amount, currency };
}

/** `tooLate` rejects when the time is over before anybody passed the limit, and from then on nobody can. */
function beginLimit(ms: number): { limit: TimeLimit; tooLate: Promise<never>; end: () => void } {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const endsAt = performance.now() + ms;
  const over = new Error('not decided in time');
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    reject(over);
  }, ms);
  const limit = {
    leftMs: () => Math.max(1, Math.floor(endsAt - performance.now())),
    pass() {
      if (isOver) throw over;
      clearTimeout(timer);
    },
  };
  return { limit, tooLate, end: () => clearTimeout(timer) };
}
