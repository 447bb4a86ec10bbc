import { z } from 'zod';
import type { TelegramClient } from '../../clients/telegram/client.ts';
import { Refusal } from '../../platform/refusal.ts';
import { languageOf, type Language, type Voice } from '../../texts/voice.ts';
import { readStarsPayload } from './providers/stars.ts';
import type { PaymentService } from './service.ts';

const updateSchema = z.looseObject({
  pre_checkout_query: z.looseObject({
    id: z.string(),
    from: z.looseObject({ id: z.int(), language_code: z.string().optional() }),
    currency: z.string(),
    total_amount: z.int(),
    invoice_payload: z.string(),
  }),
});

/** Telegram waits 10 s; what is not decided by then is refused, so that nobody pays for nothing. */
const decideWithinMs = 4_000;

/**
 * Answers Telegram's question whether an invoice may be paid, inside the request that asks it. Never throws: what
 * cannot be decided is refused in words.
 */
export function createPreCheckout(parts: {
  client: Pick<TelegramClient, 'call'>;
  payments: Pick<PaymentService, 'approve'>;
  voices: Readonly<Record<Language, Voice>>;
  onFault: (error: unknown) => void;
}): (body: Buffer) => Promise<void> {
  const { client, payments, voices, onFault } = parts;

  return async (body) => {
    try {
      const read = updateSchema.safeParse(JSON.parse(body.toString('utf8')));
      if (!read.success) return;
      const query = read.data.pre_checkout_query;
      const problem = await decide(query);
      const answer =
        problem === undefined ? { ok: true } : { ok: false, error_message: sentence(query.from, problem) };
      const options = { signal: AbortSignal.timeout(decideWithinMs) };
      await client.call('answerPreCheckoutQuery', { pre_checkout_query_id: query.id, ...answer }, options);
    } catch (error) {
      onFault(error);
    }
  };

  /** The code of what stands against it; undefined: nothing. */
  async function decide(query: z.infer<typeof updateSchema>['pre_checkout_query']) {
    const orderId = readStarsPayload(query.invoice_payload);
    if (orderId === undefined) return 'order.unknown';
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new Error('not decided in time')), decideWithinMs);
    try {
      const { currency, total_amount: minor } = query;
      await Promise.race([payments.approve({ orderId, payerId: query.from.id, minor, currency }), tooLate]);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      onFault(error);
      return 'try-later';
    } finally {
      clearTimeout(timer);
    }
  }

  function sentence(from: { language_code?: string | undefined }, code: string): string {
    const language = languageOf({ language: null, languageCode: from.language_code ?? null });
    return voices[language].refusal(code, {});
  }
}
