import type { Database } from '../../../platform/db.ts';
import type { Logger } from '../../../platform/logger.ts';
import { createPatience, type Patience } from '../../../platform/patience.ts';
import type { Queue } from '../../../platform/queue.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { ProviderAway } from '../providers/provider.ts';
import { findPayment } from '../settlement/queries.ts';
import { lookJob } from './jobs.ts';
import type { PaymentService } from './service.ts';

/** How long people who talk to the bot wait for payment providers, and how many at once. */
export function createPaymentPatience({ logger }: { logger: Pick<Logger, 'warn'> }): Patience {
  return createPatience({
    onLate: (error) => logger.warn({ err: error }, 'a payment provider was not waited for, and failed'),
  });
}

/**
 * Payments as somebody in the chat asks for them: a provider that hangs is not waited for by everybody. What takes longer
 * goes on by itself or as a job, and counts as a provider that is away.
 */
export function forPeople(
  payments: PaymentService,
  parts: { db: Database; queue: Pick<Queue, 'enqueue'>; patience: Patience },
): PaymentService {
  const { db, queue, patience } = parts;
  return { ...payments, open, look, close };

  async function open(paymentId: number) {
    return await patiently(paymentId, () => payments.open(paymentId));
  }

  async function look(paymentId: number) {
    return await patiently(paymentId, () => payments.look(paymentId));
  }

  async function patiently<T>(paymentId: number, work: () => Promise<T>): Promise<T> {
    const provider = (await findPayment(db, paymentId))?.provider ?? 'unknown';
    const waited = await patience.wait(provider, work);
    if (typeof waited === 'object') return waited.value;
    if (waited === 'not begun') await db.transaction((tx) => queue.enqueue(tx, lookJob({ paymentId })));
    throw new ProviderAway(`${provider} is not waited for any longer`);
  }

  async function close(...[orderId, how]: Parameters<PaymentService['close']>) {
    const provider = (await payments.find(orderId))?.provider ?? 'unknown';
    const waited = await patience.wait(provider, () => payments.close(orderId, how));
    // Here it is closed at once; what goes on is only its provider's part.
    if (waited === 'not begun') throw new Refusal('busy', 'try-later');
  }
}
