import type { Db } from '../../../platform/db.ts';
import type { Currency } from '../../../platform/money.ts';
import { isHere, providerBy, type Way } from '../providers/registry.ts';
import { isSoldIn } from './prices.queries.ts';

/** Answers whether anything could be bought here with a balance in that currency, where those are the ways to pay. */
export function spendingBy(ways: readonly Way[]): (tx: Db, currency: Currency) => Promise<boolean> {
  const isSpent = ways.some((way) => isHere(providerBy(way).name));
  return async (tx, currency) => isSpent && (await isSoldIn(tx, currency));
}
