import type pg from 'pg';
import { findWrongAccess, type PanelAccount } from './checker.access.ts';
import { findWrongMoney } from './checker.money.ts';
import { findWrongOrder } from './checker.order.ts';
import { type Books, readBooks } from './books.ts';
import type { Captured, Renewing } from './truth.ts';

/** What is known outside the database. */
export interface Outside {
  captured: Captured[];
  /** What other shops sell on the same accounts. */
  strange: Captured[];
  renewing: Renewing[];
  accounts: PanelAccount[];
  now: Date;
  /** Accounts that somebody has switched off on the panel by hand, and nobody on again. */
  handsOff: ReadonlySet<string>;
  /** Days that somebody has added there. */
  handDays: readonly { userId: number; days: number }[];
}

/**
 * The second opinion on money: reads every row and what the other side says, and names in words what was lost, doubled
 * or does not match, by the invariants I1 to I15. It shares nothing with the product's own checks. Only for when
 * everything has come to rest. Empty: nothing is wrong.
 */
export async function findMoneyFaults(sql: Pick<pg.Pool, 'query'>, outside: Outside): Promise<string[]> {
  return judge(await readBooks(sql), outside);
}

function judge(books: Books, outside: Outside): string[] {
  return [
    ...findWrongMoney(books, outside),
    ...findWrongAccess(books, outside),
    ...findWrongOrder(books, outside),
  ];
}
