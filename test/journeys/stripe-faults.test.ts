import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ApiFaultKind, ApiFaults, WebhookFaults } from '@hiddify-vpn-bot/sandbox/stripe/faults.ts';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { eventually } from '../support/eventually.ts';
import { addressOf, newcomer, press } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { oneSale, openTill, type Till } from '../support/till.ts';

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till.stop());

const sessionOf = (person: Tester) => /cs_test_\w+/.exec(addressOf(person, 'Оплатить'))?.[0] ?? '';
const timesSaid = (person: Tester, text: string) =>
  person.texts().filter((each) => each.includes(text)).length;
const said = (person: Tester, text: string) =>
  eventually(() => expect(timesSaid(person, text)).toBeGreaterThan(0));
const outcomes = () => till.stripe.deliveries().map(({ outcome }) => outcome);

async function orderedByCard() {
  const person = await till.ordered('Картой');
  return { person, session: sessionOf(person) };
}

async function paidByCard() {
  const { person, session } = await orderedByCard();
  till.stripe.act.pay(session);
  await said(person, 'Доступ настроен');
  return { person, payment: idIn(till.stripe.tables.sessions[session]?.payment_intent) };
}

/** Until the end of the test, at the latest. */
function spoil(faults: { webhooks?: Partial<WebhookFaults>; api?: Partial<ApiFaults> }): void {
  till.stripe.faults.set(faults);
  onTestFinished(mend);
}

function mend(): void {
  const calm = { off: false, duplicates: 0, delayMs: 0, reorder: false };
  const honest = { wrongSecret: false, oldTimestamp: false, thin: false, otherVersion: false };
  till.stripe.faults.set({ webhooks: { ...calm, ...honest }, api: { always: null, slowMs: 0 } });
}

describe('when Stripe’s deliveries', () => {
  it.each<[string, Partial<WebhookFaults>]>([
    ['come three times each, at once', { duplicates: 2 }],
    ['come in the wrong order', { reorder: true }],
    ['come in the shape of another version', { otherVersion: true }],
    ['come all of that at once', { duplicates: 1, reorder: true, otherVersion: true }],
  ])('%s, a purchase is one purchase', async (_name, webhooks) => {
    const { person, session } = await orderedByCard();
    spoil({ webhooks });
    till.stripe.act.pay(session);
    till.stripe.clock.advance(1_000);
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it('come late, the purchase waits for them and nothing is lost', async () => {
    const { person, session } = await orderedByCard();
    spoil({ webhooks: { delayMs: 60_000 } });
    till.stripe.act.pay(session);
    await till.stripe.idle();
    expect(timesSaid(person, 'Оплата получена')).toBe(0);
    till.stripe.clock.advance(60_000);
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it.each<[string, Partial<WebhookFaults>]>([
    ['are signed with another secret', { wrongSecret: true }],
    ['were signed an hour ago', { oldTimestamp: true }],
  ])('%s, they are refused, and taken when Stripe repeats them rightly', async (_name, webhooks) => {
    const { person, session } = await orderedByCard();
    const before = outcomes().length;
    spoil({ webhooks });
    till.stripe.act.pay(session);
    await till.stripe.idle();
    expect(new Set(outcomes().slice(before))).toEqual(new Set([400]));
    expect(timesSaid(person, 'Оплата получена')).toBe(0);
    mend();
    till.followClock();
    till.stripe.clock.advance(10_000);
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it('come as thin events, which say nothing, what was paid is found by asking', async () => {
    const { person, session } = await orderedByCard();
    const before = outcomes().length;
    spoil({ webhooks: { thin: true } });
    till.stripe.act.pay(session);
    await till.stripe.idle();
    expect(new Set(outcomes().slice(before))).toEqual(new Set([200]));
    expect(timesSaid(person, 'Оплата получена')).toBe(0);
    await till.runNow('payments-reconcile');
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it('do not come at all, what was paid is found by asking, and admins hear that nothing is delivered', async () => {
    const { person, session } = await orderedByCard();
    spoil({ webhooks: { off: true } });
    // So long that nothing of the other tests counts as a sign of life.
    till.product.clock.advance(31 * 60_000);
    till.stripe.act.pay(session);
    await till.runNow('payments-reconcile');
    expect(await till.salesOf(person)).toEqual(oneSale);
    await said(await till.product.admin(), 'вебхуки платёжной системы не приходят');
  });

  it('of the refund of an old payment do not come, the refund is found by asking, and the access goes', async () => {
    const { person, payment } = await paidByCard();
    // No list of new checkouts reaches back to it any more.
    till.product.clock.advance(3 * 60 * 60_000);
    till.followClock();
    await till.runNow('payments-reconcile');
    await eventually(async () => {
      const { rows } = await till.product.database.db.execute<{ cursor: string }>(
        `select cursor from provider_cursors where provider = 'stripe'`,
      );
      expect(till.product.clock.now().getTime() - Number(rows[0]?.cursor)).toBeLessThan(30 * 60_000);
    });
    spoil({ webhooks: { off: true } });
    till.stripe.act.refund(payment);
    await till.runNow('payments-reconcile');
    await said(person, 'Мы вернули вам');
    await person.says('/profile');
    expect(person.text()).toContain('закончилась');
  });
});

describe('when Stripe answers', () => {
  // The client repeats some failed calls twice by itself: so many make it give up.
  it.each<[ApiFaultKind, number]>([
    ['error500', 3],
    ['saves-then-500', 3],
    ['reset', 4],
    ['saves-then-reset', 4],
    ['truncated', 1],
    ['rate-limited', 1],
  ])('%s, the person is told, tries again, and pays one checkout once', async (kind, times) => {
    const person = await newcomer(till.product);
    till.followClock();
    const before = Object.keys(till.stripe.tables.sessions).length;
    await person.says('/plans');
    till.stripe.faults.script(...Array.from({ length: times }, () => kind));
    await press(person, 'Неделя', 'Картой');
    expect(person.text()).toContain('Платёжная страница не ответила');
    await press(person, 'Попробовать ещё раз');
    expect(Object.keys(till.stripe.tables.sessions)).toHaveLength(before + 1);
    till.stripe.act.pay(sessionOf(person));
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it('slowly, the person waits and is served', async () => {
    spoil({ api: { slowMs: 1_000 } });
    const { person, session } = await orderedByCard();
    till.stripe.act.pay(session);
    expect(await till.salesOf(person)).toEqual(oneSale);
  });

  it.each<ApiFaultKind>(['error500', 'reset', 'truncated', 'rate-limited'])(
    '%s to every question, what was paid waits and is given when it answers again',
    async (always) => {
      const { person, session } = await orderedByCard();
      const before = outcomes().length;
      spoil({ api: { always } });
      till.stripe.act.pay(session);
      await eventually(() => expect(outcomes().slice(before)).toContain(200));
      expect(timesSaid(person, 'Оплата получена')).toBe(0);
      mend();
      expect(await till.salesOf(person)).toEqual(oneSale);
    },
    60_000,
  );

  it('that it knows the customer of an earlier renewal no more, a new one is made', async () => {
    const person = await newcomer(till.product);
    const renew = async () => {
      till.followClock();
      await person.says('/plans');
      await press(person, 'Неделя', 'Продлевать автоматически: нет', 'Картой');
      return sessionOf(person);
    };
    const first = await renew();
    till.stripe.act.pay(first);
    await said(person, 'Доступ настроен');
    const customer = idIn(till.stripe.tables.sessions[first]?.customer);
    delete till.stripe.tables.customers[customer];
    const second = await renew();
    till.stripe.act.pay(second);
    await eventually(() => expect(timesSaid(person, 'Оплата получена')).toBe(2));
    expect(idIn(till.stripe.tables.sessions[second]?.customer)).not.toBe(customer);
  });
});

describe('a bank', () => {
  it('that warns of fraud has its money back once, the access ends, and admins see the payment in one tap', async () => {
    const { person, payment } = await paidByCard();
    const admin = await till.product.admin();
    till.stripe.act.warn(payment);
    await said(person, 'Мы вернули вам');
    await said(admin, 'похоже, мошеннический');
    const given = Object.values(till.stripe.tables.refunds).filter((each) => each.payment_intent === payment);
    expect(given).toMatchObject([{ amount: 149, reason: 'fraudulent' }]);
    await press(admin, 'Открыть платёж');
    expect(admin.text()).toContain('возврат 1,49');
    await till.runNow('payments-reconcile');
    await person.says('/profile');
    expect(person.text()).toContain('закончилась');
    // The notice became the payment's screen, and was not said again.
    expect(timesSaid(admin, 'похоже, мошеннический')).toBe(0);
  });

  it('that only asks about a payment takes nothing, and admins hear of it once', async () => {
    const { person, payment } = await paidByCard();
    const admin = await till.product.admin();
    till.stripe.act.inquire(payment);
    await said(admin, 'Банк спрашивает о платеже');
    await till.runNow('payments-reconcile');
    await person.says('/profile');
    expect(person.text()).not.toContain('закончилась');
    expect(timesSaid(admin, 'Банк спрашивает о платеже')).toBe(1);
  });
});

it('who switches renewal off while the bank refuses it is never charged for the period they did not get', async () => {
  const person = await newcomer(till.product);
  till.followClock();
  await person.says('/plans');
  await press(person, 'Неделя', 'Продлевать автоматически: нет', 'Картой');
  const session = sessionOf(person);
  till.stripe.act.pay(session);
  await said(person, 'Доступ настроен');
  const subscription = idIn(till.stripe.tables.sessions[session]?.subscription);
  till.stripe.act.refuseRenewals(subscription, true);
  till.stripe.act.renew(subscription);
  await said(person, 'Не получилось продлить');
  await person.says('/profile');
  await press(person, 'Автопродление', 'Выключить автопродление', 'Да, выключить');
  await eventually(() => expect(till.stripe.tables.subscriptions[subscription]?.status).toBe('canceled'));
  // The card would pay again now, but nothing is to be collected any more.
  till.stripe.act.refuseRenewals(subscription, false);
  till.stripe.clock.advance(4 * 24 * 60 * 60_000);
  await till.stripe.idle();
  const invoices = Object.values(till.stripe.tables.invoices).filter(
    (each) => idIn(each.parent?.subscription_details?.subscription) === subscription,
  );
  expect(invoices.map(({ status }) => status)).toEqual(['paid', 'open']);
});
