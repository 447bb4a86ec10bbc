import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { addressOf, newcomer, press } from '../support/journeys.ts';
import type { Tester } from '../support/person.ts';
import { openTill, type Till } from '../support/till.ts';

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
const gigabyte = 1024 ** 3;
let till: Till;
beforeAll(async () => {
  till = await openTill({ REMINDERS: 'yes', TIME_ZONE: 'UTC' });
  await toHour(12);
});
afterAll(() => till.stop());

/** Lets time pass everywhere. */
async function pass(ms: number): Promise<void> {
  const { product } = till;
  product.clock.advance(ms);
  product.world.clock.advance(ms);
  till.followClock();
  await product.settled();
}

/** To the next moment at which it is this hour. */
async function toHour(hour: number): Promise<void> {
  const now = till.product.clock.now();
  const then = new Date(now);
  then.setUTCHours(hour, 0, 0, 0);
  await pass(then.getTime() - now.getTime() + (then <= now ? dayMs : 0));
}

/** All that is due is told; twice at once, as two processes would. */
async function remind(): Promise<void> {
  await Promise.all([till.runNow('remind'), till.runNow('remind')]);
  await done('remind', 'notice');
}

/** Waits until nothing of these is to be done any more. */
async function done(...jobs: string[]): Promise<void> {
  const names = jobs.map((name) => `'${name}'`).join();
  await eventually(async () => {
    const { rows } = await till.product.database.db.execute(
      `select id from pgboss.job where name in (${names}) and state in ('created', 'active', 'retry')`,
    );
    expect(rows).toEqual([]);
  });
  await till.product.settled();
}

const count = (person: Tester, words: string) => person.texts().filter((text) => text.includes(words)).length;
const accountOf = (person: Tester) =>
  till.product.panel.control.users().find(({ telegram_id: id }) => id === person.id);

/** Somebody whose month by card runs. */
async function customer(): Promise<Tester> {
  const person = await newcomer(till.product);
  await person.says('/plans');
  await press(person, 'Месяц', 'Картой');
  await pays(person);
  await eventually(() => expect(person.text()).toContain('Доступ настроен'));
  return person;
}

async function pays(person: Tester): Promise<void> {
  till.followClock();
  expect(till.stripe.act.pay(/cs_test_\w+/.exec(addressOf(person, 'Оплатить'))?.[0] ?? '')).toBe('paid');
  await till.stripe.idle();
}

/** The panel's list is read by what is due there. */
async function readUsage(): Promise<void> {
  await pass(hourMs / 2);
  await till.runNow('panel-sync-due');
  await done('panel-sync-due', 'panel-sync');
}

/** The panel has counted this, and we have read it. */
async function uses(person: Tester, gigabytes: number): Promise<void> {
  till.product.panel.control.addUsage(accountOf(person)?.uuid ?? '', gigabytes);
  await readUsage();
}

describe('a month that comes to its end', () => {
  it('is reminded of in one message that is replaced, and one tap leads to paying for the same again', async () => {
    const person = await customer();
    await uses(person, 1);
    await remind();
    expect(count(person, 'Доступ закончится')).toBe(0);
    await pass(23 * dayMs + hourMs);
    await remind();
    expect(person.text()).toContain('Доступ закончится через 7 дней');
    await pass(4 * dayMs);
    // That the one before stays for once is no reason to say it again.
    for (const method of ['deleteMessage', 'editMessageText'])
      till.product.world.faults.script({ kind: '5xx', times: 20, method, chatId: person.id });
    await remind();
    till.product.world.faults.clear();
    expect(count(person, 'Доступ закончится через 3 дня')).toBe(1);
    expect(person.text()).toContain('Доступ закончится через 3 дня');
    await pass(2 * dayMs);
    await remind();
    expect(count(person, 'Доступ закончится')).toBe(2);
    expect(person.text()).toMatch(/Доступ закончится через 2\d час/);
    expect(person.buttons()[0]).toMatch(/^Продлить · 3,99/);

    await press(person, 'Продлить');
    expect(person.buttons()[0]).toContain('Оплатить');
    await pays(person);
    await eventually(() => expect(count(person, 'Оплата получена')).toBe(2));
    await pass(2 * dayMs);
    await remind();
    expect(count(person, 'Доступ закончился')).toBe(0);
  });

  it('is told of once when it has ended and three days later, by day, and never again', async () => {
    const person = await customer();
    await uses(person, 1);
    await pass(30 * dayMs - 13 * hourMs);
    await toHour(23);
    await till.runNow('lapse');
    await remind();
    expect(count(person, 'Доступ закончился')).toBe(0);
    await toHour(10);
    await remind();
    expect(count(person, 'Доступ закончился')).toBe(1);
    await pass(3 * dayMs + 3 * hourMs);
    await remind();
    expect(count(person, 'Доступ закончился')).toBe(1);
    const texts = person.texts().length;
    await pass(20 * dayMs);
    await remind();
    expect(person.texts()).toHaveLength(texts);
    await toHour(12);
  });
});

describe('traffic that runs out', () => {
  it('is told of at 80, 95 and 100 per cent, unless somebody does not want to hear it', async () => {
    const [person, other] = [await customer(), await customer()];
    const whole = await till.product.database.db.execute<{ limit: string }>(
      `select data_limit_bytes as limit from subscriptions where user_id = ${person.id}`,
    );
    const percent = Number(whole.rows[0]?.limit) / gigabyte / 100;
    for (const one of [person, other]) await uses(one, 82 * percent);
    await remind();
    expect(person.text()).toContain('Израсходовано 82\u00a0% трафика');
    await other.taps('🔕 Не напоминать о трафике');
    expect(other.text()).toContain('о трафике больше не напоминаю');
    await pass(5 * hourMs);
    for (const one of [person, other]) await uses(one, 20 * percent);
    await remind();
    expect(person.text()).toContain('Трафик закончился');
    expect(count(person, 'Израсходовано')).toBe(0);
    expect(count(other, 'Трафик закончился')).toBe(0);
    await other.taps('🔔 Напоминать снова');
    expect(other.text()).toContain('Снова напоминаю о трафике');
    await pass(dayMs);
  });
});

describe('somebody who paid and never connected', () => {
  it('is offered help the next day, once', async () => {
    const person = await customer();
    await toHour(12);
    await pass(dayMs);
    await readUsage();
    await pass(hourMs);
    await remind();
    expect(person.text()).toContain('Ещё не подключились?');
    await person.taps('Подключиться');
    expect(person.text()).toContain('Ваш ключ');
    await pass(dayMs);
    await remind();
    expect(count(person, 'Ещё не подключились?')).toBe(0);
  });
});

describe('settings', () => {
  it('let somebody say what time it is where they are, and reminders come by it', async () => {
    const person = await customer();
    await person.says('/settings');
    expect(person.text()).toContain('Если у вас другое время');
    await person.taps('Часовой пояс', 'Другое время');
    await person.says('полдень');
    expect(person.text()).toContain('например 14:35');
    const now = till.product.clock.now();
    const there = new Date(now.getTime() + 10.75 * hourMs).toISOString().slice(11, 16);
    await person.says(there);
    expect(person.text()).toContain(`Часовой пояс: GMT+10:45, сейчас ${there}`);
    await uses(person, 1);
    await pass(29 * dayMs);
    // Noon here is the evening there, and too late for what is due a day before.
    await remind();
    expect(count(person, 'Доступ закончится')).toBe(0);
    await pass(11 * hourMs);
    await remind();
    expect(count(person, 'Доступ закончится')).toBe(1);
    expect(person.buttons().join()).not.toContain('У меня другое время');
    await toHour(12);
  });

  it('show times by the city that was chosen, and keep what somebody does not want to hear of', async () => {
    const person = await newcomer(till.product);
    await person.says('/settings');
    await person.taps('Часовой пояс');
    const label = person.buttons().find((one) => one.endsWith('Владивосток')) ?? '';
    await person.taps(label);
    expect(person.text()).toContain(`сейчас ${label.slice(0, 5)}`);
    await person.taps('🔔 О трафике: да');
    await person.taps('Настройки');
    expect(person.buttons()).toContain('🔕 О трафике: нет');
    await person.taps('🔕 О трафике: нет', 'Настройки');
    expect(person.buttons()).toContain('🔔 О трафике: да');
  });
});
