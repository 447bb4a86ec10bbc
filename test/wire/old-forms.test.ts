import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { Tester } from '../support/person.ts';
import { faults, type Product, startProduct } from '../support/product.ts';
import { startJob } from '../support/start-job.ts';

/** What the version before wrote, each form once. */
function recorded<Form>(name: string): Form[] {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, `fixtures/${name}.json`), 'utf8')) as Form[];
}

let product: Product;
let admin: Tester;
beforeAll(async () => {
  product = await startProduct();
  admin = await product.admin();
});
afterAll(() => product.stop());

/** Messages that the person was sent so far. */
const countOf = (person: Tester) => person.driver.messages().filter(({ outgoing }) => !outgoing).length;

/** A button of the screen that the bot hears of. */
function tappable(person: Tester): string | undefined {
  const markup = person.screen().reply_markup;
  const rows = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  return rows.flat().find((button) => button.callback_data !== undefined)?.text;
}

async function failures(): Promise<unknown[]> {
  const { rows } = await product.database.db.execute(
    sql`select name, data, output from pgboss.job where state in ('failed', 'retry') or name like '%.dead'`,
  );
  return rows;
}

async function enqueue(name: string, data: object, key: string): Promise<void> {
  await startJob(product.database, { name, data, key });
}

it('every notice that the version before stored is told', async () => {
  // A chat takes one message a second.
  const people = Array.from({ length: 14 }, () => product.person({ languageCode: 'ru' }));
  for (const person of people) await person.starts();
  const received = () => people.reduce((sum, person) => sum + countOf(person), 0);
  const before = received();
  const notices = recorded<object>('notices');
  for (const [index, notice] of notices.entries()) {
    const userId = people[index % people.length]?.id;
    await enqueue('notice', { ...notice, userId }, `user ${userId}`);
  }
  await eventually(() => expect(received()).toBe(before + notices.length), 30_000);
  expect(await failures()).toEqual([]);
  expect(people.flatMap((person) => person.texts()).filter((text) => text.trim() === '')).toEqual([]);
}, 60_000);

it('every button that the version before drew still leads somewhere', async () => {
  const stale: string[] = [];
  for (const { data } of recorded<{ data: string }>('buttons')) {
    if (tappable(admin) === undefined) await admin.starts();
    await admin.taps({ label: tappable(admin) ?? '', data });
    if (admin.toast()?.includes('Меню обновилось') === true) stale.push(data);
  }
  expect(stale).toEqual([]);
  expect(faults(product)).toEqual([]);
}, 60_000);

it('every dialogue of the version before goes on, or says so and is over', async () => {
  await admin.starts();
  const unanswered: object[] = [];
  for (const session of recorded<object>('sessions')) {
    await product.database.db.execute(
      sql`insert into sessions (user_id, chat_id, version, revision, data, expires_at)
          values (${admin.id}, ${admin.id}, 1, 1, ${JSON.stringify(session)}, now() + interval '30 days')
          on conflict (user_id, chat_id) do update set data = excluded.data`,
    );
    const before = countOf(admin);
    await admin.says('7');
    if (countOf(admin) <= before) unanswered.push(session);
  }
  expect(unanswered).toEqual([]);
  await admin.starts();
  expect(admin.text()).toContain('Здравствуйте, Анна');
  expect(faults(product)).toEqual([]);
}, 60_000);

it('every job that the version before enqueued is understood', async () => {
  const jobs = recorded<{ name: string; data: object }>('jobs');
  for (const [index, { name, data }] of jobs.entries()) await enqueue(name, data, `old ${index}`);
  await eventually(async () => {
    const { rows } = await product.database.db.execute<{ count: number }>(
      sql`select count(*)::int from pgboss.job where singleton_key like 'old %' and state in ('created', 'active')`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });
  const { rows: unreadable } = await product.database.db.execute(
    sql`select name, data, output from pgboss.job where output::text like '%ZodError%' or output::text like '%invalid_type%'`,
  );
  expect(unreadable).toEqual([]);
});
