import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Money } from '../../../platform/money.ts';
import type { Cause, Once } from '../../../platform/once.ts';
import { Refusal } from '../../../platform/refusal.ts';
import type { Audit } from '../../audit/service.ts';
import type { User, UserService } from '../../users/service.ts';
import { promoCodesIn, readPromoCode } from './code.rules.ts';
import { discountOf } from './discount.rules.ts';
import type { Gifts } from './gifts.service.ts';
import {
  countPromos,
  countReserved,
  countHeldBy,
  countUsesBy,
  findByCode,
  findByCodes,
  findPromo,
  giveUseBack,
  hasEverBought,
  insertPromo,
  insertUsage,
  listPromos,
  lockUsageOf,
  type Promo,
  takeLateUse,
  takeUse,
  writeActive,
  writeUsage,
} from './queries.ts';
import { demandPossible, isDiscount, type NewPromo } from './terms.rules.ts';

export type { NewPromo, Promo };

/** One code with everything that is known of it. */
export interface PromoCard {
  promo: Promo;
  /** Of its uses, so many are held by orders that are not paid yet. */
  reserved: number;
  maker: User | undefined;
}

export interface PromoService {
  /**
   * The code in what was typed or pasted, when this person could use it now. Refuses `promo.unknown`, `promo.off`, `promo.early`, `promo.late`,
   * `promo.used-up`, `promo.used-by-you`, `promo.held`, `promo.first-only`, and `promo.needless` for what would be given for nothing.
   */
  find(userId: number, code: string): Promise<Promo>;
  /** The same by number, for a code that was entered before. */
  recall(userId: number, promoId: number, at?: Db): Promise<Promo>;
  /** Whether the code makes a purchase cheaper; every other one gives something at once. */
  isDiscount(promo: Promo): boolean;
  /** By how much the code makes a price smaller; undefined when it does not fit the plan or the currency. */
  discount(promo: Promo, planCode: string, price: Money): number | undefined;
  /** Takes one use for an order, as part of the transaction; refuses what `find` refuses. */
  reserve(tx: Transaction, use: { promoId: number; userId: number; orderId: number }): Promise<void>;
  /** The order can never be paid any more: somebody else may have its use. */
  release(tx: Transaction, orderId: number): Promise<void>;
  /** The order is paid: its use is gone for good. */
  consume(tx: Transaction, orderId: number): Promise<void>;
  /** Gives the actor at once what a code of days, traffic, trial or balance gives. Refuses `promo.for-buying` too. */
  redeem(cause: Cause, promoId: number): Promise<Promo>;
  /**
   * Refuses `not-allowed`, `promo.bad-code`, `promo.taken`, and `promo.bad-value`, `promo.bad-uses`, `promo.bad-end`,
   * `promo.no-plans`.
   */
  create(cause: Cause, wanted: NewPromo): Promise<Promo>;
  /** What was typed as a new code, in its one form. Refuses `not-allowed`, `promo.bad-code`, `promo.taken`. */
  demandFree(actorId: number, typed: string): Promise<string>;
  list(actorId: number, page: { offset: number; limit: number }): Promise<{ promos: Promo[]; total: number }>;
  view(actorId: number, id: number): Promise<Promo>;
  card(actorId: number, id: number): Promise<PromoCard>;
  setActive(cause: Cause, id: number, isActive: boolean): Promise<Promo>;
}

export function createPromoService(parts: {
  db: Database;
  clock: Clock;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand' | 'get' | 'find'>;
  gifts: Gifts;
}): PromoService {
  const { db, clock, once, audit, users, gifts } = parts;

  async function find(userId: number, typed: string): Promise<Promo> {
    const promo = await findByCodes(db, promoCodesIn(typed));
    const usable = await demandUsable(db, promo, userId);
    await gifts.demandUseful(userId, usable);
    return usable;
  }

  async function recall(userId: number, promoId: number, at: Db = db): Promise<Promo> {
    return await demandUsable(at, await findPromo(at, promoId), userId);
  }

  async function demandUsable(at: Db, promo: Promo | undefined, userId: number): Promise<Promo> {
    if (promo === undefined) throw new Refusal('missing', 'promo.unknown');
    const now = clock.now();
    if (!promo.isActive) throw new Refusal('conflict', 'promo.off');
    if (promo.startsAt !== null && promo.startsAt > now) throw new Refusal('conflict', 'promo.early');
    if (promo.endsAt !== null && promo.endsAt <= now) throw new Refusal('conflict', 'promo.late');
    // What the person's own order that waits holds comes free when they choose otherwise; money under way holds it on.
    const held = await countHeldBy(at, { promoId: promo.id, userId });
    if (promo.maxUses !== null && promo.used - held.waiting >= promo.maxUses)
      throw new Refusal('conflict', held.busy > 0 ? 'promo.held' : 'promo.used-up');
    await demandForPerson(at, promo, { userId, held });
    return promo;
  }

  async function demandForPerson(
    at: Db,
    promo: Promo,
    { userId, held }: { userId: number; held: { waiting: number; busy: number } },
  ): Promise<void> {
    const uses = await countUsesBy(at, { promoId: promo.id, userId, states: ['reserved', 'used'] });
    if (uses - held.waiting >= promo.perPerson)
      throw new Refusal('conflict', held.busy > 0 ? 'promo.held' : 'promo.used-by-you');
    if (promo.isFirstPurchaseOnly && (await hasEverBought(at, userId)))
      throw new Refusal('conflict', 'promo.first-only');
  }

  async function take(tx: Transaction, promoId: number, userId: number): Promise<Promo> {
    const taken = await takeUse(tx, promoId, clock.now());
    if (taken === undefined) {
      await demandUsable(tx, await findPromo(tx, promoId), userId);
      throw new Refusal('conflict', 'promo.used-up');
    }
    await demandForPerson(tx, taken, { userId, held: { waiting: 0, busy: 0 } });
    return taken;
  }

  async function reserve(
    tx: Transaction,
    { promoId, userId, orderId }: { promoId: number; userId: number; orderId: number },
  ): Promise<void> {
    await take(tx, promoId, userId);
    const now = clock.now();
    await insertUsage(tx, { promoId, userId, orderId, state: 'reserved', at: now, updatedAt: now });
  }

  async function release(tx: Transaction, orderId: number): Promise<void> {
    const usage = await lockUsageOf(tx, orderId);
    if (usage?.state !== 'reserved') return;
    await writeUsage(tx, usage.id, { state: 'released', updatedAt: clock.now() });
    await giveUseBack(tx, usage.promoId);
  }

  async function consume(tx: Transaction, orderId: number): Promise<void> {
    const usage = await lockUsageOf(tx, orderId);
    if (usage === undefined || usage.state === 'used') return;
    // A paid order keeps its price; where its use is somebody else's by now, the limit still holds.
    if (usage.state === 'released' && !(await takeLateUse(tx, usage.promoId))) return;
    await writeUsage(tx, usage.id, { state: 'used', updatedAt: clock.now() });
  }

  async function redeem(cause: Cause, promoId: number): Promise<Promo> {
    const id = await once.apply(cause, 'redeem promo code', async (tx) => {
      const userId = cause.actorId;
      const person = await users.get(userId, tx);
      if (person.blockedAt !== null) throw new Refusal('forbidden', 'not-allowed');
      if (person.admittedAt === null) throw new Refusal('forbidden', 'not-admitted');
      const promo = await take(tx, promoId, userId);
      const now = clock.now();
      const usage = { promoId, userId, state: 'used', at: now, updatedAt: now } as const;
      await gifts.give(tx, { userId, usageId: await insertUsage(tx, usage), promo });
      return promo.id;
    });
    return await get(id);
  }

  async function get(id: number): Promise<Promo> {
    const promo = await findPromo(db, id);
    if (promo === undefined) throw new Error(`Promo code ${id} is gone`);
    return promo;
  }

  async function create(cause: Cause, wanted: NewPromo): Promise<Promo> {
    const id = await once.apply(cause, 'create promo code', async (tx) => {
      await users.demand(cause.actorId, 'manage promo codes', tx);
      const code = readPromoCode(wanted.code);
      if (code === undefined) throw new Refusal('invalid', 'promo.bad-code');
      demandPossible(wanted, clock.now());
      const row = { ...wanted, code, createdBy: cause.actorId, createdAt: clock.now() };
      const promo = await insertPromo(tx, row);
      if (promo === undefined) throw new Refusal('conflict', 'promo.taken');
      const subject = `promo code ${promo.id}`;
      await audit.record(tx, { actorId: cause.actorId, action: 'create promo code', subject, after: row });
      return promo.id;
    });
    return await get(id);
  }

  async function demandFree(actorId: number, typed: string): Promise<string> {
    await users.demand(actorId, 'manage promo codes');
    const code = readPromoCode(typed);
    if (code === undefined) throw new Refusal('invalid', 'promo.bad-code');
    if ((await findByCode(db, code)) !== undefined) throw new Refusal('conflict', 'promo.taken');
    return code;
  }

  async function list(actorId: number, page: { offset: number; limit: number }) {
    await users.demand(actorId, 'manage promo codes');
    return { promos: await listPromos(db, page), total: await countPromos(db) };
  }

  async function view(actorId: number, id: number): Promise<Promo> {
    await users.demand(actorId, 'manage promo codes');
    const promo = await findPromo(db, id);
    if (promo === undefined) throw new Refusal('missing', 'promo.unknown');
    return promo;
  }

  async function card(actorId: number, id: number): Promise<PromoCard> {
    const promo = await view(actorId, id);
    const [reserved, maker] = await Promise.all([countReserved(db, id), users.find(promo.createdBy)]);
    return { promo, reserved, maker };
  }

  async function setActive(cause: Cause, id: number, isActive: boolean): Promise<Promo> {
    await once.apply(cause, 'switch promo code', async (tx) => {
      await users.demand(cause.actorId, 'manage promo codes', tx);
      const wasActive = await writeActive(tx, id, isActive);
      if (wasActive === undefined) throw new Refusal('missing', 'promo.unknown');
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'switch promo code',
        subject: `promo code ${id}`,
        before: { isActive: wasActive },
        after: { isActive },
      });
      return true;
    });
    return await view(cause.actorId, id);
  }

  return {
    find,
    recall,
    isDiscount,
    discount: discountOf,
    reserve,
    release,
    consume,
    redeem,
    create,
    demandFree,
    list,
    view,
    card,
    setActive,
  };
}
