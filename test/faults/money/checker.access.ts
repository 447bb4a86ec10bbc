import {
  type Books,
  counts,
  creditedOf,
  type GrantRow,
  type OrderRow,
  type SubscriptionRow,
} from './books.ts';
import { sumOf } from './checker.line.ts';
import type { Captured } from './truth.ts';

/** An account on the panel, as the panel's own table has it. */
export interface PanelAccount {
  uuid: string;
  enable: boolean;
  usage_limit_GB: number;
  package_days: number;
  start_date: string | null;
  telegram_id: number | null;
  deleted: boolean;
}

interface Outside {
  captured: readonly Captured[];
  accounts: readonly PanelAccount[];
  now: Date;
  /** Whom somebody has switched off on the panel by hand, and nobody on again. */
  handsOff: ReadonlySet<string>;
  handDays: readonly { userId: number; days: number }[];
}

const dayMs = 86_400_000;

/** Where access is not what was paid for: I3, I4, I5, I6, I7. */
export function findWrongAccess(books: Books, outside: Outside): string[] {
  return [
    ...books.orders.flatMap((order) => findWrongGrants(books, { order, captured: outside.captured })),
    ...findDoubleGrants(books),
    ...findLostDays(books, outside.handDays),
    ...books.subscriptions.flatMap((row) => findWrongSum(books, { row, now: outside.now })),
    ...books.subscriptions.flatMap((row) => findWrongAccount(row, { ...outside, blocked: books.blocked })),
    ...findStrangers(books, outside.accounts),
  ];
}

function grantsOf(books: Books, order: OrderRow): GrantRow[] {
  const own = new RegExp(`^order ${order.id}( after version \\d+)?$`);
  return books.grants.filter(
    ({ reason, user_id, source }) => source === 'order' && user_id === order.user_id && own.test(reason),
  );
}

/** What of the order's price nobody has taken back, by the word of whoever holds it; undefined: never paid. */
function keptOf(
  books: Books,
  { order, captured }: { order: OrderRow; captured: readonly Captured[] },
): number | undefined {
  const payment = books.payments.find(
    (row) => row.order_id === order.id && counts(row) && row.reason !== 'second',
  );
  if (payment === undefined) return undefined;
  if (payment.provider === 'free') return 0;
  if (payment.provider === 'balance') {
    const back = books.refunds.filter((row) => row.payment_id === payment.id && row.status === 'succeeded');
    return order.total_minor - back.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
  }
  const money = captured.find(
    (one) => one.provider === payment.provider && one.objectId === payment.object_id,
  );
  if (money === undefined) return undefined;
  if (money.held.length > 0) return 0;
  const back = money.refunds.reduce((sum, { minor }) => sum + minor, 0);
  return money.minor - back - creditedOf(books, payment.id);
}

/** I4, I5: whoever paid has what they paid for, and nobody has what was given back. */
function findWrongGrants(books: Books, given: { order: OrderRow; captured: readonly Captured[] }): string[] {
  const { order, captured } = given;
  const kept = keptOf(books, given);
  const wanted = shareOf(order, kept);
  const held = grantsOf(books, order).filter(({ revoked_at }) => revoked_at === null);
  const wasPaid = captured.some((money) =>
    books.payments.some(
      (row) =>
        row.order_id === order.id &&
        row.object_id === money.objectId &&
        row.provider === money.provider &&
        counts(row),
    ),
  );
  if (kept === undefined && wasPaid && order.paid_at === null)
    return [`I4 lost: order ${order.id} was paid and counts as unpaid`];
  if (held.length > 1) return [`I3 doubled: order ${order.id} gives ${held.length} times`];
  const [grant] = held;
  if (wanted === undefined)
    return grant === undefined ? [] : [`I5 kept: order ${order.id} gives access that nobody paid for`];
  if (grant === undefined) return [`I4 lost: order ${order.id} is paid and gives nothing`];
  const isRight = grant.days === wanted.days && grant.traffic_bytes === wanted.bytes;
  return isRight
    ? []
    : [
        `I4 mismatched: order ${order.id} gives ${grant.days} days, ${grant.traffic_bytes} bytes; kept ${kept} of ` +
          `${order.total_minor} is ${wanted.days} days, ${wanted.bytes} bytes`,
      ];
}

/** The part of what was sold that the kept money pays for, rounded down, in whole numbers throughout. */
function shareOf(order: OrderRow, kept: number | undefined) {
  if (kept === undefined || (kept === 0 && order.total_minor > 0)) return undefined;
  const part = (whole: number | null) => {
    if (whole === null || order.total_minor === 0) return whole;
    return Number((BigInt(whole) * BigInt(kept)) / BigInt(order.total_minor));
  };
  const days = part(order.days);
  return days === 0 ? undefined : { days, bytes: part(order.traffic_bytes) };
}

/** I3: one source gives one person once. */
function findDoubleGrants({ grants }: Books): string[] {
  const seen = new Set<string>();
  return grants.flatMap(({ user_id, reason }) => {
    const source = `${reason} for ${user_id}`;
    if (!seen.has(source)) {
      seen.add(source);
      return [];
    }
    return [`I3 doubled: ${source} was given twice`];
  });
}

/** I4: what somebody added on the panel by hand is a grant; of one that was not seen, the next one has its days too. */
function findLostDays({ grants }: Books, handDays: Outside['handDays']): string[] {
  return [...new Set(handDays.map(({ userId }) => userId))].flatMap((userId) => {
    const added = handDays.filter((one) => one.userId === userId).reduce((sum, { days }) => sum + days, 0);
    const given = grants
      .filter((row) => row.user_id === userId && row.reason.startsWith('hand '))
      .reduce((sum, { days }) => sum + (days ?? 0), 0);
    return given >= added
      ? []
      : [`I4 lost: ${added} days were added for person ${userId} by hand, and ${given} of them are a grant`];
  });
}

const finite = (value: number | undefined) => (value === undefined || value === Infinity ? null : value);

/** I6: what is written down as the sum of the grants is their sum. */
function findWrongSum(books: Books, { row, now }: { row: SubscriptionRow; now: Date }): string[] {
  const sum = sumOf(books.grants.filter(({ user_id }) => user_id === row.user_id));
  // Of nothing the end is when it was taken back, and the limit 0: null is for ever and unlimited alone.
  const nothing = [null, Math.min(now.getTime(), row.expires_at?.getTime() ?? 0), 0];
  // Limits and none one after another hold each in its time; what holds now is not added up here.
  const bytes = sum?.isMixed === true ? row.data_limit_bytes : finite(sum?.bytes);
  const wanted = JSON.stringify(sum === undefined ? nothing : [finite(sum.fromMs), finite(sum.toMs), bytes]);
  const found = JSON.stringify([
    row.started_at?.getTime() ?? null,
    row.expires_at?.getTime() ?? null,
    row.data_limit_bytes,
  ]);
  const runs = sum !== undefined && sum.toMs > now.getTime();
  return [
    ...(wanted === found
      ? []
      : [`I6 mismatched: person ${row.user_id} has ${found}, their grants make ${wanted}`]),
    ...(runs === (row.status === 'active')
      ? []
      : [`I6 mismatched: person ${row.user_id} is ${row.status}, their access ${runs ? 'runs' : 'is over'}`]),
  ];
}

const dateOf = (ms: number) => Math.floor(ms / dayMs);

/** I7: the panel was seen to hold what is wanted, and holds it. */
function findWrongAccount(
  row: SubscriptionRow,
  { accounts, now, blocked, handsOff }: Outside & { blocked: ReadonlyMap<number, Date> },
): string[] {
  const who = `person ${row.user_id}`;
  const own = accounts.filter(({ telegram_id, deleted }) => telegram_id === row.user_id && !deleted);
  const account = own.find(({ uuid }) => uuid === row.panel_uuid);
  const runs = row.started_at !== null && (row.expires_at === null || row.expires_at > now);
  const wrong: string[] = [];
  if (row.applied_version !== row.desired_version)
    wrong.push(`I7 lagging: ${who} wants version ${row.desired_version}, has ${row.applied_version}`);
  if (own.length > 1) wrong.push(`I7 doubled: ${who} has ${own.length} accounts`);
  const isOn = runs && !blocked.has(row.user_id) && row.switched_off_at === null;
  if (handsOff.has(row.panel_uuid) && account?.enable === true)
    wrong.push(
      `I7 opened: ${who} was switched off on the panel by hand, and is on without anybody's decision`,
    );
  if (account === undefined) return isOn ? [...wrong, `I7 lost: ${who} has no account`] : wrong;
  if (account.enable !== isOn)
    wrong.push(`I7 mismatched: the account of ${who} is ${account.enable ? 'on' : 'off'}`);
  if (row.started_at === null && (account.usage_limit_GB > 0 || account.package_days > 0))
    wrong.push(`I7 kept: ${who} has nothing, and ${account.usage_limit_GB} GB on the panel`);
  if (!isOn) return wrong;
  const last =
    account.start_date === null ? undefined : dateOf(Date.parse(account.start_date)) + account.package_days;
  const wantedLast = row.expires_at === null ? undefined : dateOf(row.expires_at.getTime() - 1);
  const isRightEnd = row.expires_at === null ? account.package_days >= 10_000 : last === wantedLast;
  if (!isRightEnd) wrong.push(`I7 mismatched: ${who} has access until day ${last}, paid until ${wantedLast}`);
  const limit = row.data_limit_bytes === null ? 1_000_000 : row.data_limit_bytes / 1024 ** 3;
  if (Math.abs(account.usage_limit_GB - limit) > 0.001)
    wrong.push(`I7 mismatched: ${who} may use ${account.usage_limit_GB} GB, paid for ${limit}`);
  return wrong;
}

/** I7: nobody has an account who is owed none. */
function findStrangers({ subscriptions }: Books, accounts: readonly PanelAccount[]): string[] {
  const known = new Set(subscriptions.map(({ panel_uuid }) => panel_uuid));
  return accounts
    .filter(({ uuid, telegram_id, deleted }) => telegram_id !== null && !deleted && !known.has(uuid))
    .map(({ uuid, telegram_id }) => `I7 stranger: account ${uuid} of person ${telegram_id} is nobody's`);
}
