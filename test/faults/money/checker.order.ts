import { type Books, counts, creditedOf, type OrderRow, type PaymentRow } from './books.ts';
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
    ...findSoldToBlocked(books, renewing),
    ...books.payments.flatMap((payment) => findUntold(books, payment)),
    ...books.orders.flatMap((order) => findWrongNotices(books, order)),
  ];
}

/** I4, I5: the state of an order says what became of its money. */
function findWrongState(
  books: Books,
  { order, captured, now }: { order: OrderRow; captured: readonly Captured[]; now: Date },
): string[] {
  const { payments, refunds } = books;
  const paid = payments.filter((row) => row.order_id === order.id && counts(row));
  const first = paid.filter(({ reason }) => reason !== 'second');
  if (paid.length > 0 && first.length !== 1)
    return [`I4 doubled: order ${order.id} was bought by ${first.length} of its ${paid.length} payments`];
  if (first.length === 0) {
    const graceMs = 60 * 60_000;
    const isOver = order.expires_at.getTime() + graceMs < now.getTime();
    const isStuck = isOver && !waits(books, order) && ['pending', 'processing'].includes(order.status);
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
  const isDisputed = (money?.held.length ?? 0) > 0;
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

/** Its money is put aside, and a person has to say whether it is bought. */
function waits({ payments }: Pick<Books, 'payments'>, { id }: OrderRow): boolean {
  return payments.some(({ order_id, status }) => order_id === id && status === 'review');
}

/** I10: a code is used as often as somebody uses it, never more than it may be, and nobody holds it for nothing. */
function findWrongUses(books: Books, now: Date): string[] {
  const { promos, usage, orders } = books;
  const counted = promos.flatMap(({ id, code, used, max_uses }) => {
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
    const isDead = order.expires_at.getTime() + 2 * 60 * 60_000 < now.getTime() && !waits(books, order);
    return isDead ? [`I10 held: order ${order.id} is dead and still holds its code`] : [];
  });
  return [...counted, ...held];
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
  processing: 'pending paid failed expired cancelled replaced',
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

/** A clock's tick: whoever was being blocked just then may have been a moment later. */
const sameMomentMs = 60_000;

/** I5, I14: whoever is blocked is sold nothing and charged nothing again. */
function findSoldToBlocked(
  { payments, orders, renewals, blocked }: Books,
  renewing: readonly Renewing[],
): string[] {
  const since = (userId: number) => blocked.get(userId)?.getTime() ?? Number.POSITIVE_INFINITY;
  const sold = payments.filter((row) => {
    const order = orders.find(({ id }) => id === row.order_id);
    const isLater = (row.paid_at?.getTime() ?? 0) > since(order?.user_id ?? 0) + sameMomentMs;
    return order !== undefined && counts(row) && row.decision === null && isLater;
  });
  const charged = renewals.filter(
    ({ user_id, ref }) => blocked.has(user_id) && renewing.some((one) => one.ref === ref && one.isOn),
  );
  return [
    ...sold.map(({ id }) => `I5 sold: payment ${id} bought something for somebody who is blocked`),
    ...charged.map(({ ref, user_id }) => `I14 renews: ${ref} charges person ${user_id}, who is blocked`),
  ];
}

/** I13: money that nobody has decided about is known to admins. */
function findUntold({ jobs }: Books, { id, status, reason }: PaymentRow): string[] {
  const isTold = jobs.some(({ name, data }) => {
    const details = data['details'] as { what?: string; payment?: number } | undefined;
    const isAlarm = name === 'notice' && data['kind'] === 'money-alarm';
    return isAlarm && Number(details?.payment) === id && details?.what === reason;
  });
  return status !== 'review' || isTold ? [] : [`I13 untold: payment ${id} is put aside, and no admin knows`];
}

/** Whoever paid somebody else is told so once. */
function findWrongNotices({ jobs, payments }: Books, order: OrderRow): string[] {
  const remote = payments.filter(
    (row) =>
      row.order_id === order.id && counts(row) && row.provider !== 'balance' && row.provider !== 'free',
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
