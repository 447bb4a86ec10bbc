import { Refusal } from '../../../src/platform/refusal.ts';
import type { OrderView, Way } from '../../../src/features/money/orders/service.ts';
import type { PersonDriver } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { type MoneyStage, nobody } from './stage.ts';

export interface Wish {
  way: Way;
  plan?: string;
  promoId?: number | undefined;
  renews?: boolean;
}

/** Somebody who buys, by the product's own services, and pays on the providers' own pages. */
export interface Customer {
  id: number;
  driver: PersonDriver;
  /** Looks at the offer and orders; undefined when it was refused in words. */
  orders(wish: Wish): Promise<OrderView | undefined>;
  /** Gives the newest pending order up. */
  cancels(): Promise<void>;
  /** Pays the newest open checkout of theirs; answers whether there was one. */
  paysByCard(card?: string): boolean;
  paysLater(): boolean;
  /** Pays any invoice in the chat that is not paid. */
  paysInStars(): boolean;
  paysInCrypto(): boolean;
}

/** A reason of its own for each thing that somebody does; a repeat of it has the same. */
export function createCauses(): (actorId: number) => { key: string; actorId: number } {
  let serial = 0;
  return (actorId) => ({ key: `update ${++serial}`, actorId });
}

/** What the product refuses in words is no fault. */
export async function unlessRefused<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** People who are in, and have written to the bot. */
export async function createCustomers(stage: MoneyStage, count: number): Promise<Customer[]> {
  const cause = createCauses();
  const people: Customer[] = [];
  for (let index = 0; index < count; index++) people.push(await join(stage, 2_000 + index, cause));
  await stage.takeUpdates();
  return people;
}

async function join(
  stage: MoneyStage,
  id: number,
  cause: ReturnType<typeof createCauses>,
): Promise<Customer> {
  const { backstage, asUpdate } = stage;
  const { stripe, cryptoPay, telegram } = backstage;
  const { services } = stage.life();
  await services.users.meet({ ...nobody, id, firstName: `Гость ${id}` });
  await stage.database.db.transaction((tx) => services.users.admit(tx, id, null));
  const driver = telegram.person({ id, firstName: `Гость ${id}`, languageCode: 'ru' });
  driver.starts();

  async function orders({
    way,
    plan = 'monthly',
    promoId,
    renews = false,
  }: Wish): Promise<OrderView | undefined> {
    const own = cause(id);
    return await unlessRefused(
      asUpdate(async ({ services: now }) => {
        const planId = (await now.plans.onSale()).find(({ code }) => code === plan)?.id ?? 0;
        const offer = await now.orders.offer(id, { planId, promoId, renews });
        const chosen = offer.ways.find((offered) => offered.way === way) ?? offer.ways[0];
        if (chosen === undefined) return undefined;
        const choice = {
          planId,
          promoId,
          renews,
          way: chosen.way,
          shownMinor: chosen.quote.totalMinor,
        };
        return await now.orders.place(own, choice);
      }),
    );
  }

  /** Of what renews itself in Stars; each is paid once at most. */
  const links: string[] = [];
  const ownOrders = async () =>
    await asUpdate(({ services: now }) => now.orders.list(id, { offset: 0, limit: 50 }));

  /** What everything made of this person's payments is named by. */
  const ownReferences = async () => {
    const { rows } = await stage.database.db.execute<{ reference: string }>(
      `select reference from payments where user_id = ${id} and reference is not null`,
    );
    return rows.map(({ reference }) => reference);
  };

  /** Those whose payment is this person's, as the session names it. */
  const openSession = () =>
    Object.values(stripe.tables.sessions)
      .filter(({ status }) => status === 'open')
      .findLast(({ client_reference_id }) => owners.get(client_reference_id ?? '') === id)?.id;
  const owners = ownersOf(stage);

  return {
    id,
    driver,
    orders: async (wish) => {
      const view = await orders(wish);
      if (view?.payment?.url?.startsWith('https://t.me/') === true) links.push(view.payment.url);
      for (const reference of await ownReferences()) owners.set(reference, id);
      return view;
    },
    async cancels() {
      const pending = (await ownOrders()).orders.find(({ status }) => status === 'pending');
      if (pending !== undefined) await asUpdate(({ services: now }) => now.orders.cancel(id, pending.id));
    },
    paysByCard(card) {
      const session = openSession();
      return session !== undefined && possible(() => stripe.act.pay(session, card));
    },
    paysLater() {
      const session = openSession();
      return session !== undefined && possible(() => stripe.act.payLater(session));
    },
    paysInStars() {
      const invoices = driver.messages().filter((message) => message.invoice !== undefined);
      const places = [...invoices.map(({ message_id }) => message_id), ...links.splice(-1)];
      return places.toReversed().some((place) => possible(() => driver.pays(place)));
    },
    paysInCrypto() {
      const invoice = cryptoPay
        .invoices()
        .findLast((row) => row.status === 'active' && owners.get(row.payload?.split(':')[1] ?? '') === id);
      return invoice !== undefined && cryptoPay.pay(String(invoice.invoice_id));
    },
  };
}

const registers = new WeakMap<MoneyStage, Map<string, number>>();

function ownersOf(stage: MoneyStage): Map<string, number> {
  const known = registers.get(stage) ?? new Map<string, number>();
  registers.set(stage, known);
  return known;
}

/** Does what people and banks do; false when it cannot be done now. */
export function possible(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}
