import type { Database, Db, Transaction } from '../../../../platform/db.ts';
import type { Currency, Money } from '../../../../platform/money.ts';
import type { Cause, Once } from '../../../../platform/once.ts';
import { demandReason } from '../../../../platform/reason.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { Audit } from '../../../audit/service.ts';
import type { UserService } from '../../../users/service.ts';
import type { Ledger } from '../../ledger/service.ts';
import type { MoneyNotices } from '../../settlement/case.rules.ts';
import { listRefundsOf } from '../../settlement/queries.ts';
import { refundable } from '../refunds/service.ts';
import { listCredited, renewsIn } from './queries.ts';

/** Where money of a balance is that an admin has paid out outside the bot. */
const paidOut = 'paid-out';

/** Balances that no way of the product gives back. */
export interface MoneyPayouts {
  /**
   * Writes off what an admin has paid out by hand, with a reason, and tells the person. Refuses `reason.missing`,
   * `user.unknown`, and `payout.not-there` unless it is what is stuck now: money that buys something here, or that its
   * provider gives back, is not written off.
   */
  payOut(cause: Cause, wish: { userId: number; money: Money; reason: string }): Promise<void>;
}

export interface PayoutParts {
  db: Database;
  once: Once;
  audit: Audit;
  users: Pick<UserService, 'demand' | 'get'>;
  ledger: Pick<Ledger, 'move' | 'balance' | 'lockBalance' | 'balances'>;
  notices: Pick<MoneyNotices, 'toPerson'>;
  /** Whether anything could be bought here with a balance in this currency. */
  canSpend: (at: Db, currency: Currency) => Promise<boolean>;
}

export function createPayouts(
  parts: PayoutParts,
  canGiveBack: (provider: string) => boolean,
): MoneyPayouts & {
  /** What of somebody's balances neither buys anything here nor goes back the way it came, without zeros. */
  stuckOf(userId: number): Promise<Money[]>;
} {
  const { db, once, audit, users, ledger, notices, canSpend } = parts;
  return { stuckOf, payOut };

  async function stuckOf(userId: number): Promise<Money[]> {
    const balances = await ledger.balances(userId);
    const stuck = await Promise.all(balances.map((money) => stuckIn(db, userId, money)));
    return stuck.filter(({ minor }) => minor > 0);
  }

  /** Of a balance what nobody could do anything with but pay it out by hand. */
  async function stuckIn(at: Db, userId: number, { minor, currency }: Money): Promise<Money> {
    if (minor === 0 || (await canSpend(at, currency)) || (await renewsIn(at, userId, currency)))
      return { minor: 0, currency };
    const came = await listCredited(at, userId, currency);
    const refunds = await listRefundsOf(
      at,
      came.map(({ id }) => id),
    );
    const goesBack = came.map((payment) => {
      const own = refunds.filter(({ paymentId }) => paymentId === payment.id);
      const able = { canGiveBack: canGiveBack(payment.provider), balanceMinor: minor };
      return refundable(payment, own, able).leftMinor;
    });
    return { minor: Math.max(0, minor - goesBack.reduce((sum, left) => sum + left, 0)), currency };
  }

  async function payOut(cause: Cause, wish: { userId: number; money: Money; reason: string }): Promise<void> {
    await once.apply(cause, 'pay out by hand', async (tx) => {
      await users.demand(cause.actorId, 'manage money', tx);
      const reason = demandReason(wish.reason);
      await users.get(wish.userId, tx);
      await writeOff(tx, cause, { ...wish, reason });
      return true;
    });
  }

  async function writeOff(
    tx: Transaction,
    cause: Cause,
    { userId, money, reason }: { userId: number; money: Money; reason: string },
  ): Promise<void> {
    const { currency } = money;
    const minor = await ledger.lockBalance(tx, userId, currency);
    const stuck = await stuckIn(tx, userId, { minor, currency });
    if (money.minor < 1 || money.minor !== stuck.minor) throw new Refusal('conflict', 'payout.not-there');
    const line = { debit: `user:${userId}`, credit: paidOut, money, userId, note: reason };
    await ledger.move(tx, { key: `paid out in ${cause.key}`, ...line });
    await audit.record(tx, {
      actorId: cause.actorId,
      action: 'pay out by hand',
      subject: `user ${userId}`,
      after: { ...money, reason },
    });
    await notices.toPerson(tx, { userId, kind: 'paid-out', orderId: null, money });
  }
}
