import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createLedger } from '../src/features/money/ledger/service.ts';
import { openDatabase } from '../src/platform/db.ts';
import { migrateDatabase } from '../src/platform/migrate.ts';
import type { BenchDatabase } from './support/database.ts';
import type { Row } from './support/rows.ts';

const migrations = fileURLToPath(new URL('../drizzle', import.meta.url));
const small = 1_000;
/** Entries of each person, in a small ledger as in a large one. */
const each = 20;
const atOnce = 20_000;

/** What a balance and a history cost in a ledger of a million entries, beside one of a thousand. */
export async function measureLedger(
  database: BenchDatabase,
  rounds: number,
  entries: number,
): Promise<Row[]> {
  const [few, many] = await Promise.all([openLedger(database, small), openLedger(database, entries)]);
  const row = (what: string): Row => ({
    name: `${what}, ${entries} entries`,
    unit: 'ms',
    limitName: `the same with ${small} entries`,
    values: [],
    limits: [],
  });
  const [balance, history] = [row('a balance'), row('the newest ten of a history')];
  try {
    for (let round = 0; round < rounds; round++) {
      balance.limits?.push(await few.perQuery((person) => few.ledger.balance(person, 'USD')));
      balance.values.push(await many.perQuery((person) => many.ledger.balance(person, 'USD')));
      history.limits?.push(await few.perQuery((person) => few.ledger.history(person, 10)));
      history.values.push(await many.perQuery((person) => many.ledger.history(person, 10)));
    }
  } finally {
    await Promise.all([few.close(), many.close()]);
  }
  return [balance, history];
}

async function openLedger({ pool, url }: BenchDatabase, entries: number) {
  const name = `ledger_${randomUUID().replaceAll('-', '')}`;
  await pool.query(`create database ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  await migrateDatabase(address.href, migrations);
  const { db, pool: own, close } = openDatabase(address.href);
  const people = Math.max(1, entries / each);
  // In pieces: each entry moves a balance, and one statement for all would outlast the pool's patience.
  for (let from = 0; from < entries; from += atOnce)
    await own.query(
      `insert into ledger_entries (key, debit, credit, currency, amount_minor, user_id, at)
       select 'bench:' || n, 'clearing:stripe', 'user:' || n % $3::bigint, 'USD', 100, n % $3::bigint, now()
       from generate_series($1::bigint, $2::bigint - 1) n`,
      [from, Math.min(from + atOnce, entries), people],
    );
  await own.query('vacuum analyze ledger_entries, ledger_balances');
  const ledger = createLedger({ db, clock: { now: () => new Date() }, onPaidOff: async () => {} });

  /** Milliseconds of one query, asked 500 times about people all over the ledger. */
  async function perQuery(ask: (person: number) => Promise<unknown>): Promise<number> {
    const asked = 500;
    const startedMs = performance.now();
    for (let n = 0; n < asked; n++) await ask(Math.floor(Math.random() * people));
    return (performance.now() - startedMs) / asked;
  }

  return { ledger, perQuery, close };
}
