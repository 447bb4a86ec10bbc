import { type Books, counts, type PaymentRow } from './books.ts';
import type { Captured } from './truth.ts';

/** Where the books and those who hold the money disagree: I1, I2, I8, I9, I11, I12, I15. */
export function findWrongMoney(
  books: Books,
  { captured, strange }: { captured: readonly Captured[]; strange: readonly Captured[] },
): string[] {
  return [
    ...captured.flatMap((money) => findWrongSettlement(books, money)),
    ...findInvented(books, captured),
    ...strange.flatMap((money) => findStrange(books, money)),
    ...findWrongClearing(books, captured),
    ...findWrongBalances(books),
    ...findWrongRefunds(books, captured),
    ...captured.flatMap((money) => findWrongTerms(books, money)),
    ...findUnexplained(books),
  ];
}

const nameOf = ({ provider, objectId }: Pick<Captured, 'provider' | 'objectId'>) => `${provider} ${objectId}`;
const rowOf = (books: Books, money: Captured): PaymentRow | undefined =>
  books.payments.find((row) => row.provider === money.provider && row.object_id === money.objectId);

/** Every period of what renews itself names the payment that began it. */
function isOrderOf(
  { orders, payments }: Books,
  { money, found }: { money: Captured; found: number | null },
): boolean {
  const begun = payments.find(({ reference }) => reference !== null && reference === money.named)?.order_id;
  if (begun !== undefined && begun === found) return true;
  const renewal = orders.find(({ id }) => id === begun)?.renewal_id;
  return typeof renewal === 'number' && orders.find(({ id }) => id === found)?.renewal_id === renewal;
}

/** I1: everything that was paid is booked once, in the amount that was paid. */
function findWrongSettlement(books: Books, money: Captured): string[] {
  const booked = books.entries.filter(({ key }) => key === `${money.provider}:${money.objectId}:settled`);
  const ofOrder = books.entries.filter(
    ({ debit, order_id, currency }) =>
      debit === `clearing:${money.provider}` &&
      isOrderOf(books, { money, found: order_id }) &&
      currency === money.currency,
  );
  if (booked.length === 0) return [`I1 lost: ${nameOf(money)} was paid and is in no entry`];
  const [entry] = booked;
  if (booked.length > 1 || entry === undefined) return [`I1 doubled: ${nameOf(money)} is booked twice`];
  if (entry.amount_minor !== money.minor || entry.currency !== money.currency)
    return [
      `I1 mismatched: ${nameOf(money)} took ${money.minor}, the books say ${entry.amount_minor} ${entry.currency}`,
    ];
  return ofOrder.some(({ id }) => id === entry.id) || rowOf(books, money)?.order_id === null
    ? []
    : [`I1 mismatched: ${nameOf(money)} is booked for another order or account`];
}

/** I2: nothing is booked that nobody paid. */
function findInvented(books: Books, captured: readonly Captured[]): string[] {
  const keys = new Set(captured.map(({ provider, objectId }) => `${provider}:${objectId}:settled`));
  return books.entries
    .filter(({ key, debit }) => key.endsWith(':settled') && debit.startsWith('clearing:') && !keys.has(key))
    .map(({ key }) => `I2 invented: ${key} is booked and nobody says that it was paid`);
}

/** I2: what another shop on the same account sells is in none of our books. */
function findStrange(books: Books, money: Captured): string[] {
  const isBooked = books.entries.some(({ key }) => key === `${money.provider}:${money.objectId}:settled`);
  return isBooked || rowOf(books, money) !== undefined
    ? [`I2 strange: ${nameOf(money)} is another shop's, and here it is ${isBooked ? 'booked' : 'a payment'}`]
    : [];
}

/** What a provider holds for us by its own word is what the books say it holds, order by order. */
function findWrongClearing(books: Books, captured: readonly Captured[]): string[] {
  const expected = new Map<string, number>();
  const found = new Map<string, number>();
  const add = (sums: Map<string, number>, place: string, minor: number) =>
    sums.set(place, (sums.get(place) ?? 0) + minor);
  for (const money of captured) {
    const back = money.refunds.reduce((sum, { minor }) => sum + minor, 0);
    const orderId = rowOf(books, money)?.order_id ?? 'none';
    const place = (currency: string) => `clearing:${money.provider} ${currency} of order ${orderId}`;
    add(expected, place(money.currency), money.minor - back);
    for (const { minor, currency } of money.held) add(expected, place(currency), -minor);
  }
  for (const { debit, credit, currency, order_id, amount_minor } of books.entries) {
    const place = (account: string) => `${account} ${currency} of order ${order_id ?? 'none'}`;
    if (debit.startsWith('clearing:')) add(found, place(debit), amount_minor);
    if (credit.startsWith('clearing:')) add(found, place(credit), -amount_minor);
  }
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((place) => {
    const [there, here] = [expected.get(place) ?? 0, found.get(place) ?? 0];
    return there === here ? [] : [`I1 mismatched: ${place} holds ${there} there and ${here} in the books`];
  });
}

/** I8: the books are only added to, and what people have is what their entries make. */
function findWrongBalances({ entries, balances, guards }: Books): string[] {
  const sums = new Map<string, number>();
  const add = (account: string, currency: string, minor: number) => {
    if (!account.startsWith('user:')) return;
    const place = `${account} ${currency}`;
    sums.set(place, (sums.get(place) ?? 0) + minor);
  };
  for (const { debit, credit, currency, amount_minor } of entries) {
    add(debit, currency, -amount_minor);
    add(credit, currency, amount_minor);
  }
  const kept = new Map(balances.map((row) => [`${row.account} ${row.currency}`, row.balance_minor]));
  const wrong = [...new Set([...sums.keys(), ...kept.keys()])].flatMap((place) => {
    const [sum, balance] = [sums.get(place) ?? 0, kept.get(place) ?? 0];
    if (sum < 0) return [`I8 mismatched: ${place} owes ${-sum}`];
    return sum === balance ? [] : [`I8 mismatched: ${place} has ${balance}, its entries make ${sum}`];
  });
  const missing = [
    'ledger_entries_keep',
    'ledger_entries_keep_all',
    'ledger_entries_balance',
    'ledger_balances_keep',
  ].filter((name) => !guards.includes(name));
  return [...wrong, ...missing.map((name) => `I8 unguarded: the ledger lost its trigger ${name}`)];
}

/** I9: what went back is known once each, and is never more than came. */
function findWrongRefunds(books: Books, captured: readonly Captured[]): string[] {
  return captured.flatMap((money) => {
    const payment = rowOf(books, money);
    if (payment === undefined || payment.status === 'review') return [];
    const rows = books.refunds.filter((row) => row.payment_id === payment.id && row.status !== 'failed');
    const sizes = (list: readonly number[]) => list.toSorted((one, other) => one - other).join(' + ');
    const there = sizes(money.refunds.map(({ minor }) => minor));
    const sent = rows.filter(({ destination }) => destination === 'payer');
    const here = sizes(sent.map(({ amount_minor }) => amount_minor));
    const total = rows.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
    const settled = rows.filter(({ status }) => status === 'pending' || status === 'succeeded');
    const counted = settled.reduce((sum, { amount_minor }) => sum + amount_minor, 0);
    return [
      ...(total > money.minor ? [`I9 doubled: ${nameOf(money)} gave ${total} back of ${money.minor}`] : []),
      ...(there === here
        ? []
        : [`I9 mismatched: of ${nameOf(money)} went back ${there || 0} there, ${here || 0} here`]),
      ...(counted === payment.refunded_minor
        ? []
        : [`I9 mismatched: ${nameOf(money)} counts ${payment.refunded_minor} as given back, not ${counted}`]),
    ];
  });
}

/** I11, I12: what was taken is what was sold, in the right mode; anything else waits for a person. */
function findWrongTerms(books: Books, money: Captured): string[] {
  const payment = rowOf(books, money);
  if (payment === undefined) return [`I1 lost: ${nameOf(money)} was paid and has no row`];
  if (!counts(payment)) return [];
  const order = books.orders.find(({ id }) => id === payment.order_id);
  const isOfIt = isOrderOf(books, { money, found: payment.order_id });
  if (order === undefined || !isOfIt)
    return [`I11 mismatched: ${nameOf(money)} names ${money.named}, here is order ${payment.order_id}`];
  const fits = order.total_minor === money.minor && order.currency === money.currency;
  return [
    ...(fits
      ? []
      : [`I11 mismatched: order ${order.id} was sold for ${order.total_minor}, paid ${money.minor}`]),
    ...(money.isLive === true ? [`I12 mismatched: ${nameOf(money)} is of the other mode and counts`] : []),
  ];
}

const causes = [
  /^(stripe|crypto-pay|stars|balance|free):.+:settled$/,
  /^(owed:)?refund:\d+(:failed)?$/,
  /^(owed:)?dispute:\d+:\d+(-\d+)?:(taken|returned)$/,
  /^(stripe|crypto-pay|stars):.+:(accepted|credited|outside)$/,
  /^top up in /,
  /^promo use \d+$/,
];

/** I15: nobody is rewarded, or given anything, without one of the causes that there are. */
function findUnexplained({ entries }: Books): string[] {
  return entries
    .filter(({ key }) => !causes.some((cause) => cause.test(key)))
    .map(({ key }) => `I15 unexplained: the entry "${key}" has no cause that we know`);
}
