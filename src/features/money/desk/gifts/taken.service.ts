import type { Database, Transaction } from '../../../../platform/db.ts';
import type { Notice } from '../../../../platform/notices.ts';
import type { Cause, Once } from '../../../../platform/once.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Audit } from '../../../audit/service.ts';
import type { SubscriptionService } from '../../../subscriptions/service.ts';
import type { UserService } from '../../../users/service.ts';
import type { Ledger } from '../../ledger/service.ts';
import { takenGiftNotice } from '../../payments/notices.ts';
import { findGivenAccess, findGivenMoney, type GivenGift } from './queries.ts';

export type { GivenGift };

/** Gifts by hand that were a mistake. */
export interface TakenGifts {
  /** The last that somebody was given by hand and still has, of either kind. Refuses `user.unknown`. */
  lastGift(actorId: number, userId: number): Promise<GivenGift | undefined>;
  /**
   * Takes back one gift, with what is left of it, and tells the person. Refuses `gift.gone` for one that is not there any
   * more, and `gift.spent` for money that is not on the balance any more. Answers whose it was.
   */
  takeGiftBack(cause: Cause, gift: { what: GivenGift['what']; id: number }): Promise<number>;
}

export function createTakenGifts(parts: {
  db: Database;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand' | 'get'>;
  ledger: Pick<Ledger, 'move' | 'lockBalance'>;
  subscriptions: Pick<SubscriptionService, 'takeBack'>;
  tell: (tx: Transaction, notice: Notice) => Promise<void>;
}): TakenGifts {
  const { db, once, audit, users, ledger, subscriptions, tell } = parts;
  return { lastGift, takeGiftBack };

  async function lastGift(actorId: number, userId: number): Promise<GivenGift | undefined> {
    await users.demand(actorId, 'manage money');
    await users.get(userId);
    const given = await Promise.all([findGivenAccess(db, { userId }), findGivenMoney(db, { userId })]);
    return given
      .filter((gift) => gift !== undefined)
      .toSorted((one, other) => other.at.getTime() - one.at.getTime())[0];
  }

  async function takeGiftBack(
    cause: Cause,
    { what, id }: { what: GivenGift['what']; id: number },
  ): Promise<number> {
    return await once.apply(cause, 'take gift back', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const find = what === 'access' ? findGivenAccess : findGivenMoney;
      const gift = await find(tx, { id });
      if (gift === undefined) throw new Refusal('conflict', 'gift.gone');
      const { userId, reason } = gift;
      if (gift.what === 'access') await subscriptions.takeBack(tx, { userId, reason });
      else await takeMoney(tx, gift);
      const { at: _at, ...before } = gift;
      await audit.record(tx, {
        actorId: cause.actorId,
        action: 'take gift back',
        subject: `user ${userId}`,
        before,
      });
      await tell(tx, takenGiftNotice(userId, gift.what === 'access' ? { what: 'access' } : gift));
      return userId;
    });
  }

  async function takeMoney(
    tx: Transaction,
    { userId, reason, minor, currency }: Extract<GivenGift, { what: 'money' }>,
  ): Promise<void> {
    if ((await ledger.lockBalance(tx, userId, currency)) < minor) throw new Refusal('conflict', 'gift.spent');
    const movement = { debit: `user:${userId}`, credit: 'gifts', money: { minor, currency }, userId };
    await ledger.move(tx, { key: `${reason} taken back`, ...movement });
  }
}
