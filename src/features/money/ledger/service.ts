import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Currency, Money } from '../../../platform/money.ts';
import { findBalance, findEntries, insertEntry, listBalances, listEntries, lockBalance } from './queries.ts';
import type { ledgerEntries } from './tables.ts';

export type LedgerEntry = typeof ledgerEntries.$inferSelect;

/** One movement of money. Nothing moves when the amount is 0. */
export interface Movement {
  /** The same thing moves money once: a second movement of this key changes nothing. */
  key: string;
  debit: string;
  credit: string;
  money: Money;
  userId?: number | null;
  orderId?: number | null;
  note?: string;
}

export interface Ledger {
  /** Writes the movement as part of the transaction; answers whether it is new. Throws when a person would owe. */
  move(tx: Transaction, movement: Movement): Promise<boolean>;
  /** What somebody has with us in this currency, in its smallest unit. */
  balance(userId: number, currency: Currency, at?: Db): Promise<number>;
  /** The same, and nobody else changes it until the transaction ends. */
  lockBalance(tx: Transaction, userId: number, currency: Currency): Promise<number>;
  /** The movements of these keys. */
  find(keys: readonly string[], at?: Db): Promise<LedgerEntry[]>;
  /** All of it, without zeros. */
  balances(userId: number, at?: Db): Promise<Money[]>;
  /** The newest movements that concern somebody. */
  history(userId: number, limit: number): Promise<LedgerEntry[]>;
}

/** The account of what somebody has with us. */
function personAccount(userId: number): string {
  return `user:${userId}`;
}

export function createLedger({ db, clock }: { db: Database; clock: Clock }): Ledger {
  async function move(tx: Transaction, movement: Movement): Promise<boolean> {
    const { money, ...rest } = movement;
    if (money.minor === 0) return false;
    const { minor: amountMinor, currency } = money;
    return await insertEntry(tx, { ...rest, currency, amountMinor, at: clock.now() });
  }

  return {
    move,
    balance: (userId, currency, at = db) => findBalance(at, personAccount(userId), currency),
    lockBalance: (tx, userId, currency) => lockBalance(tx, personAccount(userId), currency),
    find: (keys, at = db) => findEntries(at, keys),
    balances: (userId, at = db) => listBalances(at, personAccount(userId)),
    history: (userId, limit) => listEntries(db, userId, limit),
  };
}
