import { PaymentError } from '../features/money/providers/payment-error.ts';
import type { StripeClient } from '../features/money/providers/stripe/api/client.ts';
import { lacksOf } from '../features/money/providers/stripe/webhook-check.ts';
import type { Closers } from '../platform/closers.ts';
import type { Logger } from '../platform/logger.ts';

/** Answers whether anybody could be told. */
export type OnLacking = (provider: string, lacks: readonly string[]) => Promise<boolean>;

const leastPauseMs = 1_000;
const mostPauseMs = 60_000;

/** Begins in the background what is tried until it is done, with growing pauses, or until the app ends. */
export function keepTrying(
  closers: Closers,
  work: () => Promise<boolean>,
  onFault: (error: unknown) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  closers.add('stripe webhook', () => clearTimeout(timer));
  const attempt = (pauseMs: number): void => {
    const later = (): void => {
      timer = setTimeout(() => attempt(Math.min(pauseMs * 2, mostPauseMs)), pauseMs);
      timer.unref();
    };
    work().then(
      (isDone) => (isDone ? undefined : later()),
      (error: unknown) => {
        onFault(error);
        later();
      },
    );
  };
  return () => attempt(leastPauseMs);
}

/** Looks once at a webhook whose secret was given, and says what it lacks; to admins as soon as there are any. */
export function checkWebhook(
  client: Pick<StripeClient, 'checkWebhook'>,
  url: string,
  { logger, onLacking }: { logger: Pick<Logger, 'warn'>; onLacking: OnLacking },
): () => Promise<boolean> {
  let found: readonly string[] | undefined;
  return async () => {
    found ??= await look();
    // Before the first admin has said /start there is nobody to tell.
    return found.length === 0 || (await onLacking('stripe', found));
  };

  async function look(): Promise<readonly string[]> {
    try {
      const lacks = await lacksOf(client, url);
      if (lacks.length > 0) logger.warn({ url, lacks }, 'the webhook at Stripe is not as the bot needs it');
      return lacks;
    } catch (error) {
      if (!(error instanceof PaymentError) || error.class !== 'misconfigured') throw error;
      logger.warn(
        { err: error },
        'the key may not read webhook endpoints, so nobody knows whether ours is right',
      );
      return [];
    }
  }
}
