import type { Clock } from '../../../platform/clock.ts';
import type { Database, Db, Transaction } from '../../../platform/db.ts';
import type { Currency, Money } from '../../../platform/money.ts';
import {
  findBalance,
  findEntries,
  insertEntry,
  listBalances,
  listDebts,
  listEntries,
  lockAccount,
  lockBalance,
} from './queries.ts';
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
  /**
   * Writes the movement as part of the transaction; answers whether it is new. What comes to a person pays first what they
   * owe in that currency. Throws when a balance would be below nothing.
   */
  move(tx: Transaction, movement: Movement): Promise<boolean>;
  /** What somebody has with us in this currency, in its smallest unit. */
  balance(userId: number, currency: Currency, at?: Db): Promise<number>;
  /** The same, and nobody else changes it until the transaction ends. */
  lockBalance(tx: Transaction, userId: number, currency: Currency): Promise<number>;
  /** What somebody owes us in this currency, in its smallest unit. */
  owed(userId: number, currency: Currency, at?: Db): Promise<number>;
  /** All that somebody owes us, without zeros. */
  debts(userId: number, at?: Db): Promise<Money[]>;
  /** The movements of these keys. */
  find(keys: readonly string[], at?: Db): Promise<LedgerEntry[]>;
  /** All of it, without zeros. */
  balances(userId: number, at?: Db): Promise<Money[]>;
  /** The newest movements that concern somebody. */
  history(userId: number, limit: number): Promise<LedgerEntry[]>;
}

/** The account of what somebody owes us. */
export function debtAccount(userId: number | null): string {
  return `receivable:${userId}`;
}

/** The account of what somebody has with us. */
function personAccount(userId: number): string {
  return `user:${userId}`;
}

/** Whose account this is; undefined where it is nobody's. */
function personOf(account: string): number | undefined {
  const [, id] = /^user:(\d+)$/.exec(account) ?? [];
  return id === undefined ? undefined : Number(id);
}

export function createLedger(parts: {
  db: Database;
  clock: Clock;
  /** Tells somebody that they owe less. */
  onPaidOff: (tx: Transaction, paid: { userId: number; money: Money }) => Promise<void>;
}): Ledger {
  const { db, clock, onPaidOff } = parts;

  async function move(tx: Transaction, movement: Movement): Promise<boolean> {
    const { money, ...rest } = movement;
    if (money.minor === 0) return false;
    const userId = personOf(rest.credit);
    if (userId !== undefined) await lockAccount(tx, rest.credit, money.currency);
    const isNew = await write(tx, movement);
    if (isNew && userId !== undefined) await payOff(tx, userId, movement);
    return isNew;
  }

  async function write(tx: Transaction, { money, ...rest }: Movement): Promise<boolean> {
    const { minor: amountMinor, currency } = money;
    return await insertEntry(tx, { ...rest, currency, amountMinor, at: clock.now() });
  }

  /** Nobody has money with us and owes us some. */
  async function payOff(tx: Transaction, userId: number, { key, money, orderId }: Movement): Promise<void> {
    const { currency } = money;
    const paid = { currency, minor: Math.min(money.minor, await owed(userId, currency, tx)) };
    if (paid.minor === 0) return;
    const line = { debit: personAccount(userId), credit: debtAccount(userId), userId };
    await write(tx, {
      ...line,
      key: `debt:${key}:paid`,
      money: paid,
      ...(orderId !== undefined && { orderId }),
    });
    await onPaidOff(tx, { userId, money: paid });
  }

  async function owed(userId: number, currency: Currency, at: Db = db): Promise<number> {
    const debts = await listDebts(at, userId);
    return debts.find((debt) => debt.currency === currency)?.minor ?? 0;
  }

  return {
    move,
    balance: (userId, currency, at = db) => findBalance(at, personAccount(userId), currency),
    async lockBalance(tx, userId, currency) {
      await lockAccount(tx, personAccount(userId), currency);
      return await lockBalance(tx, personAccount(userId), currency);
    },
    owed,
    debts: (userId, at = db) => listDebts(at, userId),
    find: (keys, at = db) => findEntries(at, keys),
    balances: (userId, at = db) => listBalances(at, personAccount(userId)),
    history: (userId, limit) => listEntries(db, userId, limit),
  };
}
