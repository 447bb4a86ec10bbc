import { sql } from 'drizzle-orm';
import {
  type CryptoPayStandIn,
  startCryptoPayStandIn,
} from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { startStripeStandIn, type StripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { createCryptoPayClient } from '../../src/features/money/providers/crypto-pay/api/create-client.ts';
import { createCryptoPayRemote } from '../../src/features/money/providers/crypto-pay/remote.ts';
import { createStripeClient } from '../../src/features/money/providers/stripe/api/create-client.ts';
import { createStripeRemote } from '../../src/features/money/providers/stripe/remote.ts';
import type { Reconciliation } from '../../src/features/money/desk/reports/rules.ts';
import { adminId } from './environment.ts';
import { openShop, type Shop } from './shop.ts';

/** A shop whose accounts others sell over too. */
export interface SharedShop extends Omit<Shop, 'provider'> {
  /** Somebody new who has ordered, and what is to be paid. */
  ordered(wanted?: { way?: 'card' | 'crypto'; renews?: boolean }): Promise<Ordered>;
  statusOf(bought: Pick<Ordered, 'userId' | 'orderId'>): Promise<string>;
  /** Everything hears of it: whoever delivers, the provider's own list, the comparison with the books, which is answered. */
  hearOf(provider: 'stripe' | 'crypto-pay', objectId: string): Promise<Reconciliation | undefined>;
  rows<Row extends Record<string, unknown>>(query: ReturnType<typeof sql>): Promise<Row[]>;
}

interface Ordered {
  userId: number;
  orderId: number;
  paymentId: number;
  objectId: string;
  minor: number;
}

/** One account at each provider, over which several shops sell: no shop has it for itself. */
export interface Accounts {
  stripe: StripeStandIn;
  crypto: CryptoPayStandIn;
  /** Another app of the same owner, which knows nothing of us. */
  otherApp: {
    stripe: ReturnType<typeof createStripeClient>;
    crypto: ReturnType<typeof createCryptoPayClient>;
  };
  /** A shop of ours on these accounts. */
  open(shop: { installation: string; hosts?: readonly string[] }): Promise<SharedShop>;
  stop(): Promise<void>;
}

export async function openAccounts(): Promise<Accounts> {
  const [stripe, crypto] = await Promise.all([startStripeStandIn(), startCryptoPayStandIn()]);
  const clock = { now: () => new Date() };
  const closers: (() => Promise<unknown> | void)[] = [() => stripe.stop(), () => crypto.stop()];
  const stripeClient = () => {
    const client = createStripeClient({
      secretKey: stripe.secretKey,
      apiBase: stripe.url,
      clock,
      retries: 0,
    });
    closers.unshift(() => client.close());
    return client;
  };
  const cryptoClient = () => {
    const client = createCryptoPayClient({ token: crypto.token, apiBase: crypto.url, clock });
    closers.unshift(() => client.close());
    return client;
  };

  return {
    stripe,
    crypto,
    otherApp: { stripe: stripeClient(), crypto: cryptoClient() },
    async open({ installation, hosts = ['bot.example.com'] }) {
      const sold = { installation, returnUrl: 'https://bot.example.com', now: () => clock.now() };
      const shop = await openShop({}, [
        createStripeRemote({ ...sold, hosts, client: stripeClient() }),
        createCryptoPayRemote({ ...sold, isLive: true, client: cryptoClient() }),
      ]);
      closers.unshift(() => shop.stop());
      return sharing(shop);
    },
    async stop() {
      for (const close of closers) await close();
    },
  };
}

function sharing(shop: Shop): SharedShop {
  return {
    ...shop,
    async ordered(wanted = {}) {
      const { telegramId: userId } = await shop.person();
      const { order, payment } = await shop.buy(userId, wanted);
      const objectId = payment?.objectId ?? '';
      return { userId, orderId: order.id, paymentId: payment?.id ?? 0, objectId, minor: order.totalMinor };
    },
    statusOf: async ({ userId, orderId }) => (await shop.orders.view(userId, orderId)).order.status,
    async hearOf(provider, objectId) {
      await shop.payments.lookAt(provider, objectId);
      await shop.upkeep.reconcile();
      await shop.reports.carryOut({ occasion: `heard of ${objectId}`, askedBy: adminId });
      return (await shop.reports.latest(adminId))?.content;
    },
    rows: async (query) => (await shop.database.db.execute<never>(query)).rows,
  };
}

/** Has a payment that is not opened yet look as the version before references left it: named by its order. */
export async function asFormerly({ database }: Pick<Shop, 'database'>, orderId: number): Promise<void> {
  const request = JSON.stringify({ key: `order:${orderId}`, environment: 'bot.example.com' });
  await database.db.execute(sql`
    update payments set reference = null, request = (request - 'reference' - 'buyer') || ${request}::jsonb
    where order_id = ${orderId}`);
}
