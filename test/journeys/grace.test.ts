import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idIn } from '@hiddify-vpn-bot/sandbox/stripe/state.ts';
import { eventually } from '../support/eventually.ts';
import { addressOf, newcomer, openCard, press } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { openTill, type Till } from '../support/till.ts';

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
let till: Till;
beforeAll(async () => {
  till = await openTill({ REMINDERS: 'yes', GRACE_DAYS: '3', GRACE_MEGABYTES: '300', TIME_ZONE: 'UTC' });
  const now = till.product.clock.now();
  const noon = new Date(now);
  noon.setUTCHours(36, 0, 0, 0);
  await pass(noon.getTime() - now.getTime());
});
afterAll(() => till.stop());

/** Lets time pass everywhere. */
async function pass(ms: number): Promise<void> {
  till.product.clock.advance(ms);
  till.product.world.clock.advance(ms);
  till.followClock();
  await till.product.settled();
}

/** Whatever time has brought is done; twice at once, as two processes would. */
async function catchUp(): Promise<void> {
  for (const job of ['lapse', 'remind']) {
    await Promise.all([till.runNow(job), till.runNow(job)]);
    await eventually(async () => {
      const { rows } = await till.product.database.db.execute(
        `select id from pgboss.job where name in ('lapse', 'remind', 'notice', 'provision') and state in ('created', 'active', 'retry')`,
      );
      expect(rows).toEqual([]);
    });
  }
  await till.product.settled();
}

const accountOf = (person: Tester) =>
  till.product.panel.control.users().find(({ telegram_id: id }) => id === person.id);
const count = (person: Tester, words: string) => person.texts().filter((text) => text.includes(words)).length;

/** Answers the name of the session that was paid. */
async function pays(person: Tester): Promise<string> {
  till.followClock();
  const session = /cs_test_\w+/.exec(addressOf(person, 'Оплатить'))?.[0] ?? '';
  expect(till.stripe.act.pay(session)).toBe('paid');
  await till.stripe.idle();
  return session;
}

/** Somebody whose month by card runs, and has used something of it. */
async function customer(): Promise<Tester & { session: string }> {
  const person = await newcomer(till.product);
  await person.says('/plans');
  await press(person, 'Месяц', 'Картой');
  const session = await pays(person);
  await eventually(() => expect(person.text()).toContain('Доступ настроен'));
  till.product.panel.control.addUsage(accountOf(person)?.uuid ?? '', 50);
  return { ...person, session };
}

describe('when time that was paid for has ended', () => {
  it('access goes on for three days with a little traffic, says so, and ends with the payment: the new month begins at once', async () => {
    const person = await customer();
    const limit = accountOf(person)?.usage_limit_GB;
    const { uuid } = accountOf(person) ?? {};
    await pass(30 * dayMs + hourMs);
    await catchUp();
    expect(person.text()).toContain('Оплаченный срок закончился');
    expect(person.text()).toContain('300');
    expect(count(person, 'Доступ настроен')).toBe(1);
    expect(accountOf(person)).toMatchObject({ uuid, enable: true, package_days: 3, current_usage_GB: 0 });
    expect(accountOf(person)?.usage_limit_GB).toBeCloseTo(300 / 1024, 2);
    await press(person, 'Продлить · 3,99');
    expect(person.text()).not.toContain('Начать сейчас');
    await pays(person);
    await eventually(() => expect(count(person, 'Оплата получена')).toBe(2));
    await eventually(() =>
      expect(accountOf(person)).toMatchObject({
        uuid,
        enable: true,
        package_days: 30,
        usage_limit_GB: limit,
      }),
    );
    await person.says('/profile');
    expect(person.text()).toContain('осталось 30 дней');
    expect(person.text()).not.toContain('Оплаченный срок закончился');
  });

  it('and nobody pays, it ends after these days, and is given once', async () => {
    const person = await customer();
    await pass(30 * dayMs + hourMs);
    await catchUp();
    await person.says('/profile');
    expect(person.text()).toContain('доступ пока работает, чтобы вы успели продлить');
    await pass(3 * dayMs);
    await catchUp();
    expect(count(person, 'Доступ закончился')).toBe(1);
    expect(accountOf(person)?.enable).toBe(false);
    await catchUp();
    await person.says('/profile');
    expect(person.text()).toContain('Состояние: закончилась');
  });

  it('whoever gets the money back has nothing to renew: it ends with that', async () => {
    const person = await customer();
    await pass(30 * dayMs + hourMs);
    await catchUp();
    expect(accountOf(person)?.enable).toBe(true);
    till.stripe.act.refund(idIn(till.stripe.tables.sessions[person.session]?.payment_intent));
    await till.stripe.idle();
    await eventually(() => expect(accountOf(person)?.enable).toBe(false));
  });

  it('nobody has it after a trial, or while they are blocked', async () => {
    const [guest, blocked] = [await newcomer(till.product), await customer()];
    await guest.taps('Попробовать бесплатно', 'Начать пробный период');
    await eventually(() => expect(guest.text()).toContain('Доступ настроен'));
    const admin = await till.product.admin();
    await openCard(admin, blocked);
    await press(admin, 'Заблокировать', 'Да, заблокировать');
    await pass(30 * dayMs + hourMs);
    await catchUp();
    for (const person of [guest, blocked]) expect(accountOf(person)?.enable).toBe(false);
    expect(count(blocked, 'Оплаченный срок')).toBe(0);
  });
});
