import type { Db } from '../../../../platform/db.ts';
import { isCurrency } from '../../../../platform/money.ts';
import { ProviderAway, ProviderRefusal, type RemoteProvider } from '../../providers/provider.ts';
import type { ListedPayment } from '../../providers/truth.ts';
import { findCursor } from '../../providers/queries.ts';
import type { Difference, Sums } from './rules.ts';
import { type Booked, listBooked, listExcused } from './queries.ts';
import type { PaymentService } from '../../payments/service.ts';

/** Booked in the moments in which both sides were read, one after the other: the next comparison has it on both. */
const underWayMs = 60_000;
/** So many are asked for one by one; where more differ, something else is wrong. */
const mostQuestions = 20;

export interface ComparisonParts {
  db: Db;
  payments: Pick<PaymentService, 'lookAt'>;
}

export interface Comparison {
  day: Sums[];
  month: Sums[];
  differences: Difference[];
}

/** One provider's own list against our books. Throws what the provider throws. */
export async function compare(
  { db, payments }: ComparisonParts,
  provider: RemoteProvider,
  { now, dayFrom, monthFrom }: { now: Date; dayFrom: Date; monthFrom: Date },
): Promise<Comparison> {
  const { name } = provider;
  const everybodys = await provider.listPaid(monthFrom, (await findCursor(db, name))?.cursor);
  const objectIds = everybodys.map(({ objectId }) => objectId);
  let booked = await readBooked();
  // What another shop sells over the same account is not ours to compare; what our books have is ours without a mark.
  const listed = everybodys.filter(({ objectId, isOurs }) => isOurs || booked.has(objectId));
  const missing = listed.filter(({ objectId }) => !booked.has(objectId));
  if (missing.length > 0) {
    // Paid since the list was followed, perhaps: that is no difference.
    for (const { objectId } of missing.slice(0, mostQuestions)) await payments.lookAt(name, objectId);
    booked = await readBooked();
  }
  const unlisted = [...booked.values()].filter(({ objectId }) => !objectIds.includes(objectId));
  const confirmed = await confirm(provider, unlisted);
  const excused = new Set(await listExcused(db, provider, [...objectIds, ...booked.keys()]));
  // What somebody has decided about is no news every morning, whatever both sides say of it.
  const all = [...listed, ...confirmed].filter(
    (one) => !excused.has(one.objectId) || isSame(booked.get(one.objectId), one.money),
  );
  const names = new Set(all.map(({ objectId }) => objectId));
  for (const { objectId, at } of booked.values())
    if (!names.has(objectId) && (excused.has(objectId) || now.getTime() - at.getTime() <= underWayMs))
      booked.delete(objectId);
  const sums = (from: Date) => sumUp({ name, from, all, booked });
  return {
    day: sums(dayFrom),
    month: sums(monthFrom),
    differences: differencesOf({ name, listed: all, booked }),
  };

  async function readBooked(): Promise<Map<string, Booked>> {
    const rows = await listBooked(db, { provider: name, since: monthFrom, objectIds });
    return new Map(rows.map((row) => [row.objectId, row]));
  }
}

/** What a list has left out, because it goes by another date, the provider confirms when asked. */
async function confirm(provider: RemoteProvider, unlisted: readonly Booked[]): Promise<ListedPayment[]> {
  const confirmed: ListedPayment[] = [];
  for (const { objectId, at } of unlisted.slice(0, mostQuestions)) {
    const truth = await provider.refetch({ objectId, chargeRef: null, request: undefined });
    if (truth?.state === 'paid') confirmed.push({ objectId, isOurs: true, money: truth.money, at });
  }
  return confirmed;
}

interface Sides {
  name: string;
  listed: readonly ListedPayment[];
  booked: ReadonlyMap<string, Booked>;
}

function differencesOf({ name, listed, booked }: Sides): Difference[] {
  const fromList = listed.flatMap(({ objectId, money }): Difference[] => {
    const entry = booked.get(objectId);
    const difference = { provider: name, objectId, ...money };
    if (entry === undefined) return [{ ...difference, what: 'unbooked' }];
    return isSame(entry, money) ? [] : [{ ...difference, what: 'amount' }];
  });
  const names = new Set(listed.map(({ objectId }) => objectId));
  const fromBooks = [...booked.values()]
    .filter(({ objectId }) => !names.has(objectId))
    .map(({ objectId, minor, currency }): Difference => {
      return { provider: name, objectId, minor, currency, what: 'unlisted' };
    });
  return [...fromList, ...fromBooks];
}

function isSame(entry: Booked | undefined, { minor, currency }: ListedPayment['money']): boolean {
  return entry?.minor === minor && entry.currency === currency;
}

/** Counted by when our books have it, where they have it: the two sides date the same payment differently. */
function sumUp({
  name,
  from,
  all,
  booked,
}: {
  name: string;
  from: Date;
  all: readonly ListedPayment[];
  booked: ReadonlyMap<string, Booked>;
}): Sums[] {
  const sums = new Map<string, Sums>();
  const add = (side: 'listed' | 'booked', { minor, currency }: { minor: number; currency: string }) => {
    if (!isCurrency(currency)) return;
    const none = { count: 0, minor: 0 };
    const sum = sums.get(currency) ?? { provider: name, currency, listed: { ...none }, booked: { ...none } };
    sum[side].count += 1;
    sum[side].minor += minor;
    sums.set(currency, sum);
  };
  for (const { objectId, money, at } of all)
    if ((booked.get(objectId)?.at ?? at) >= from) add('listed', money);
  for (const entry of booked.values()) if (entry.at >= from) add('booked', entry);
  return [...sums.values()];
}

/** Whether a provider could not be asked, which is for a later time and no fault of ours. */
export function isAway(error: unknown): boolean {
  return error instanceof ProviderAway || error instanceof ProviderRefusal;
}
