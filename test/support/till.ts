import {
  type CryptoPayStandIn,
  startCryptoPayStandIn,
} from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { startStripeStandIn, type StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { eventually } from './eventually.ts';
import { newcomer, press } from './journeys.ts';
import type { Tester } from './person.ts';
import { type Product, startProduct } from './product.ts';
import { startJob } from './start-job.ts';

/** The whole product with both payment providers' stand-ins at its edge. */
export interface Till {
  product: Product;
  stripe: StripeStandIn;
  crypto: CryptoPayStandIn;
  /** Somebody new who has chosen a week and how to pay for it. */
  ordered(way: 'Картой' | 'Криптовалютой'): Promise<Tester>;
  /** The bot's clock moves on with everything said: what Stripe signs must not look old for that. */
  followClock(): void;
  /** Has a job of the timetable done now. */
  runNow(job: string): Promise<void>;
  /** What somebody's payments have become, once they were told of one. */
  salesOf(person: Tester): Promise<{ told: number; entries: number; grants: number }>;
  stop(): Promise<void>;
}

/** What one purchase is, whatever was delivered how often. */
export const oneSale = { told: 1, entries: 1, grants: 1 } as const;

export async function openTill(settings: Record<string, string> = {}): Promise<Till> {
  const [stripe, crypto] = await Promise.all([startStripeStandIn(), startCryptoPayStandIn()]);
  const product = await startProduct({
    settings: {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_API_BASE: stripe.url,
      CRYPTO_PAY_TOKEN: crypto.token,
      CRYPTO_PAY_API_BASE: crypto.url,
      ...settings,
    },
  });
  crypto.setWebhook(`${product.app().url}/webhooks/crypto-pay`);
  await eventually(() => {
    if (Object.keys(stripe.tables.endpoints).length === 0) throw new Error('Stripe knows no webhook yet');
  });
  const followClock = () =>
    stripe.clock.advance(Math.max(0, product.clock.now().getTime() - stripe.clock.now().getTime()));

  async function salesOf(person: Tester) {
    const isTold = (text: string) => text.includes('Оплата получена');
    await eventually(() => {
      if (!person.texts().some(isTold)) throw new Error(`nobody was told of a payment: ${person.text()}`);
    }, 30_000);
    await Promise.all([stripe.idle(), crypto.idle()]);
    await product.settled();
    const { rows } = await product.database.db.execute<{ entries: number; grants: number }>(
      `select (select count(*)::int from ledger_entries where user_id = ${person.id} and credit = 'revenue') as entries,
              (select count(*)::int from grants where user_id = ${person.id} and source = 'order') as grants`,
    );
    const { entries = 0, grants = 0 } = rows[0] ?? {};
    return { told: person.texts().filter(isTold).length, entries, grants };
  }

  return {
    product,
    stripe,
    crypto,
    followClock,
    salesOf,
    async ordered(way) {
      const person = await newcomer(product);
      followClock();
      await person.says('/plans');
      await press(person, 'Неделя', way);
      return person;
    },
    runNow: (name) => startJob(product.database, { name }),
    async stop() {
      await product.stop();
      await Promise.all([stripe.stop(), crypto.stop()]);
    },
  };
}
