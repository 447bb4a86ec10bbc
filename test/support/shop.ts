import { sql } from 'drizzle-orm';
import type { RemoteProvider } from '../../src/features/money/providers/provider.ts';
import type { OrderView, Way } from '../../src/features/money/orders/service.ts';
import type { Promo } from '../../src/features/money/promo-codes/service.ts';
import type { Currency } from '../../src/platform/money.ts';
import { Refusal } from '../../src/platform/refusal.ts';
import { createFakeProvider, type FakeProvider } from './fake-provider.ts';
import { adminId } from './environment.ts';
import { type ServiceBench, startServices } from './services.ts';

/** The services with a provider that takes cards, and what a test of buying does with them. */
export interface Shop extends ServiceBench {
  provider: FakeProvider;
  /** Buys the month as it stands on the screen. */
  buy(
    userId: number,
    wanted?: { way?: Way; promo?: Promo; plan?: string; renews?: boolean; currency?: Currency },
  ): Promise<OrderView>;
  promo(wanted: Partial<Promo> & Pick<Promo, 'kind' | 'value'>): Promise<Promo>;
  /** What the ledger says came in from the provider. */
  cameIn(): Promise<number>;
  grants(userId: number): Promise<{ days: number | null; revoked: boolean }[]>;
  /** The names of what must never be so and is. */
  wrongs(): Promise<string[]>;
  /** Throws when anything is so that must never be. */
  demandOrder(): Promise<void>;
  notices(userId: number): Promise<string[]>;
  /** The details of every message, oldest first. */
  told(userId: number): Promise<Record<string, string>[]>;
}

export async function openShop(
  settings: Record<string, string> = {},
  others: readonly RemoteProvider[] = [],
): Promise<Shop> {
  const provider = createFakeProvider();
  const isCardGiven = others.some(({ name }) => name === provider.name);
  const bench = await startServices(settings, isCardGiven ? others : [provider, ...others]);
  const { database } = bench;
  let serial = 0;
  const rows = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
    (await database.db.execute<Row>(query)).rows;

  return {
    ...bench,
    provider,
    async buy(userId, { way = 'card', promo, plan = 'monthly', renews = false, currency } = {}) {
      const planId = (await bench.plans.onSale()).find(({ code }) => code === plan)?.id ?? 0;
      const offer = await bench.orders.offer(userId, { planId, promoId: promo?.id, renews });
      const isIt = (offered: (typeof offer.ways)[number]) =>
        offered.way === way && (currency === undefined || offered.quote.currency === currency);
      const chosen = offer.ways.find(isIt) ?? offer.ways[0];
      if (chosen === undefined) throw new Error('there is no way to pay');
      const { way: chosenWay, quote } = chosen;
      const choice = {
        planId,
        promoId: promo?.id,
        renews,
        way: chosenWay,
        shownMinor: quote.totalMinor,
        currency,
      };
      return await bench.orders.place(bench.cause(userId), choice);
    },
    promo: (wanted) =>
      bench.promos.create(bench.cause(adminId), {
        code: `CODE${++serial}`,
        currency: wanted.kind === 'fixed' || wanted.kind === 'balance' ? 'USD' : null,
        maxUses: null,
        endsAt: null,
        ...wanted,
      }),
    async cameIn() {
      const [row] = await rows<{ sum: string }>(
        sql`select coalesce(sum(case when debit = 'clearing:stripe' then amount_minor else -amount_minor end), 0) as sum
            from ledger_entries where 'clearing:stripe' in (debit, credit)`,
      );
      return Number(row?.sum);
    },
    grants: (userId) =>
      rows(
        sql`select days, revoked_at is not null as revoked from grants where user_id = ${userId} order by id`,
      ),
    async demandOrder() {
      const found = (await bench.upkeep.check()).map(({ name, wrong }) => `${name}: ${wrong}`);
      if (found.length > 0) throw new Error(`what must never be so: ${found.join(', ')}`);
    },
    async wrongs() {
      return (await bench.upkeep.check()).map(({ name, wrong }) => `${name}: ${wrong}`);
    },
    async notices(userId) {
      const found = await rows<{ what: string }>(
        sql`select coalesce(data->'details'->>'what', data->>'kind') as what from pgboss.job
            where name = 'notice' and (data->>'userId')::bigint = ${userId} order by created_on, id`,
      );
      return found.map(({ what }) => what);
    },
    async told(userId) {
      const found = await rows<{ details: Record<string, string> | null }>(
        sql`select data->'details' as details from pgboss.job
            where name = 'notice' and (data->>'userId')::bigint = ${userId} order by created_on, id`,
      );
      return found.map(({ details }) => details ?? {});
    },
  };
}

/** The code of the refusal, or what happened instead. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

/** Somebody whose month by card is paid. */
export async function paidByCard(shop: Shop): Promise<{ userId: number; orderId: number; objectId: string }> {
  const { telegramId: userId } = await shop.person();
  const { order } = await shop.buy(userId);
  const { objectId } = shop.provider.pay(order.id);
  await shop.payments.lookAt('stripe', objectId);
  return { userId, orderId: order.id, objectId };
}
