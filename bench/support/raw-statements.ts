import type pg from 'pg';
import { firstPerson } from './updates.ts';

const lanesPerCommit = 100;

/**
 * What the database alone allows: for each update the reads and the write that the bot makes (person, dialogue,
 * subscription, trial, screen), prepared, on all connections side by side; for each hundred of them the four
 * statements of the inbox. No parsing, no rules, no Bot API. Answers updates per second.
 */
export async function measureStatements(pool: pg.Pool, count: number): Promise<number> {
  await pool.query('truncate lanes, screens');
  const people = Array.from({ length: count }, (_, index) => firstPerson + index).values();
  const startedMs = performance.now();
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      for (const person of people) {
        await talkTo(pool, person);
        if (person % lanesPerCommit === 0) await commitLanes(pool, person);
      }
    }),
  );
  return (count * 1000) / (performance.now() - startedMs);
}

async function talkTo(pool: pg.Pool, person: number): Promise<void> {
  const ask = (name: string, text: string) => pool.query({ name, text, values: [person] });
  await ask('bench-user', 'select * from users where telegram_id = $1');
  await ask('bench-session', 'select * from sessions where user_id = $1 and chat_id = $1');
  await ask('bench-user-again', 'select * from users where telegram_id = $1');
  await ask('bench-subscription', 'select * from subscriptions where user_id = $1');
  await ask('bench-trial', 'select user_id from trials where user_id = $1');
  await ask('bench-screen', 'select * from screens where chat_id = $1');
  await ask(
    'bench-show',
    `insert into screens (chat_id, message_id, kind, shown_at) values ($1, 1, 'text', now())
     on conflict (chat_id) do update set message_id = 1`,
  );
}

async function commitLanes(pool: pg.Pool, person: number): Promise<void> {
  const lanes = Array.from({ length: lanesPerCommit }, (_, index) => `bench ${person + index}`);
  await pool.query(
    `insert into lanes (lane, holder, leased_until) select unnest($1::text[]), gen_random_uuid(), now()
     on conflict (lane) do nothing`,
    [lanes],
  );
  await pool.query('select count(*) from inbox where lane = any($1::text[])', [lanes]);
  await pool.query(`update lanes set fence = fence + 1 where lane = any($1::text[])`, [lanes]);
  await pool.query(`update lanes set leased_until = '-infinity' where lane = any($1::text[])`, [lanes]);
}
