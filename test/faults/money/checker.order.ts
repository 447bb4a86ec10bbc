import { type Books, creditedOf, type OrderRow } from './books.ts';
import type { Captured, Renewing } from './truth.ts';

/** Where orders, codes, what was kept and what was told do not fit: I4, I5, I10, I13, I14. */
export function findWrongOrder(
  books: Books,
  { captured, renewing, now }: { captured: readonly Captured[]; renewing: readonly Renewing[]; now: Date },
): string[] {
  return [
    ...books.orders.flatMap((order) => findWrongState(books, { order, captured, now })),
    ...findWrongUses(books, now),
    ...findUnhandled(books),
    ...findForbiddenSteps(books),
    ...findWrongRenewals(books, renewing),
    ...books.orders.flatMap((order) => findWrongNotices(books, order)),
  ];
}

/** I4, I5: the state of an order says what became of its money. */
function findWrongState(
  books: Books,
  { order, captured, now }: { order: OrderRow; captured: readonly Captured[]; now: Date },
): string[] {
  const { payments, refunds } = books;
  const own = payments.filter(({ order_id, status }) => order_id === order.id && status !== 'review');
  const paid = own.filter(({ paid_at }) => paid_at !== null);
  const first = paid.filter(({ reason }) => reason !== 'second');
  if (paid.length > 0 && first.length !== 1)
    return [`I4 doubled: order ${order.id} was bought by ${first.length} of its ${paid.length} payments`];
  if (first.length === 0) {
    const graceMs = 60 * 60_000;
    const isOver = order.expires_at.getTime() + graceMs < now.getTime();
    const isStuck = isOver && (order.status === 'pending' || order.status === 'processing');
    if (isStuck) return [`I4 stuck: order ${order.id} is ${order.status} long after its end`];
    return ['pending', 'processing', 'failed', 'expired', 'cancelled', 'replaced'].includes(order.status)
      ? []
      : [`I4 mismatched: order ${order.id} is ${order.status} and unpaid`];
  }
  const [payment] = first;
  const money = captured.find(
    (one) => one.provider === payment?.provider && one.objectId === payment.object_id,
  );
  const gone = refunds
    .filter((row) => row.payment_id === payment?.id && row.status === 'succeeded')
    .reduce((sum, { amount_minor }) => sum + amount_minor, 0);
  const there = money?.refunds.reduce((sum, { minor }) => sum + minor, 0);
  const back = there === undefined ? gone : there + creditedOf(books, payment?.id);
  const isDisputed = (money?.disputedMinor ?? 0) > 0;
  const bank = money?.isLost === true ? 'lost' : isDisputed ? 'open' : 'none';
  const wanted = stateFor({ back, total: order.total_minor, bank });
  return order.status === wanted
    ? []
    : [`I5 mismatched: order ${order.id} is ${order.status} and should be ${wanted}`];
}

function stateFor({ back, total, bank }: { back: number; total: number; bank: 'none' | 'open' | 'lost' }) {
  if (bank !== 'none') return bank === 'lost' ? 'refunded' : 'disputed';
  if (back === 0) return 'paid';
  return back >= total ? 'refunded' : 'partially_refunded';
}

/** I10: a code is used as often as somebody uses it, never more than it may be, and nobody holds it for nothing. */
function findWrongUses({ promos, usage, orders }: Books, now: Date): string[] {
  const counts = promos.flatMap(({ id, code, used, max_uses }) => {
    const active = usage.filter(({ promo_id, state }) => promo_id === id && state !== 'released').length;
    return [
      ...(active === used ? [] : [`I10 mismatched: code ${code} counts ${used} uses, ${active} are there`]),
      ...(max_uses !== null && active > max_uses
        ? [`I10 oversold: code ${code} was used ${active} of ${max_uses} times`]
        : []),
    ];
  });
  const held = usage.flatMap(({ order_id, state }) => {
    const order = orders.find(({ id }) => id === order_id);
    if (order === undefined || state !== 'reserved') return [];
    if (order.paid_at !== null) return [`I10 mismatched: order ${order.id} is paid, its code only reserved`];
    const isDead = order.expires_at.getTime() + 2 * 60 * 60_000 < now.getTime();
    return isDead ? [`I10 held: order ${order.id} is dead and still holds its code`] : [];
  });
  return [...counts, ...held];
}

/** I13: nothing that arrived is left lying. */
function findUnhandled({ inbox, jobs }: Books): string[] {
  const lying = inbox
    .filter(({ status }) => status !== 'done')
    .map(({ source, external_id, status }) => `I13 lying: ${source} ${external_id} is ${status}`);
  const dead = jobs
    .filter(({ name, state }) => state === 'failed' || name.endsWith('.dead'))
    .map(({ name, data }) => `I13 given up: job ${name} ${JSON.stringify(data)}`);
  return [...lying, ...dead];
}

/** From the reference's table of states; money that comes late may follow anything unpaid. */
const allowed: Readonly<Record<string, string>> = {
  pending: 'processing paid failed expired cancelled replaced',
  processing: 'paid failed expired cancelled',
  failed: 'paid processing',
  expired: 'paid processing',
  cancelled: 'paid processing',
  replaced: 'paid processing',
  paid: 'partially_refunded refunded disputed',
  partially_refunded: 'refunded disputed paid',
  refunded: 'paid partially_refunded disputed',
  disputed: 'paid partially_refunded refunded',
};

/** I14: no order ever went where no rule leads. */
function findForbiddenSteps({ steps }: Books): string[] {
  return steps
    .filter(({ from_status, to_status }) => !allowed[from_status]?.split(' ').includes(to_status))
    .map(
      ({ order_id, from_status, to_status }) =>
        `I14 forbidden: order ${order_id} went from ${from_status} to ${to_status}`,
    );
}

/** I14: what is over charges nobody, and a period is bought once. */
function findWrongRenewals({ renewals, orders }: Books, renewing: readonly Renewing[]): string[] {
  return renewals.flatMap(({ id, status, ref, periods }) => {
    const isOver = status === 'stopping' || status === 'stopped';
    const goesOn = renewing.some((one) => one.ref === ref && one.isOn);
    const paid = orders.filter(({ renewal_id, paid_at }) => renewal_id === id && paid_at !== null);
    return [
      ...(isOver && goesOn ? [`I14 renews: ${ref} would charge again though it is ${status}`] : []),
      ...(paid.length === periods || status === 'starting'
        ? []
        : [`I14 mismatched: renewal ${id} counts ${periods} periods, ${paid.length} are paid`]),
    ];
  });
}

/** Whoever paid somebody else is told so once. */
function findWrongNotices({ jobs, payments }: Books, order: OrderRow): string[] {
  const remote = payments.filter(
    ({ order_id, paid_at, provider, status }) =>
      order_id === order.id &&
      paid_at !== null &&
      status !== 'review' &&
      provider !== 'balance' &&
      provider !== 'free',
  );
  const told = jobs.filter(({ name, data }) => {
    const details = data['details'] as { what?: string; order?: string } | undefined;
    const isOfIt = details?.order === String(order.id);
    return name === 'notice' && isOfIt && ['paid', 'credited', 'renewed'].includes(details.what ?? '');
  });
  return told.length === remote.length
    ? []
    : [`I13 told: order ${order.id} was paid ${remote.length} times, its owner told ${told.length} times`];
}
