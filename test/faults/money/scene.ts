import { createCustomers, type Customer } from './customers.ts';
import { type MoneyStage, openMoneyStage } from './stage.ts';

export interface Scene {
  stage: MoneyStage;
  person: Customer;
  people: readonly Customer[];
}

/**
 * One row of the fault matrix: something fails in a shop of its own, then everything comes to rest, and the checker
 * judges. What the scene answers is asked at rest.
 */
export function play(
  scene: (given: Scene) => Promise<undefined | (() => Promise<void>)>,
  { people: count = 1 } = {},
): () => Promise<void> {
  return async () => {
    const stage = await openMoneyStage();
    try {
      const people = await createCustomers(stage, count);
      const atRest = await scene({ stage, people, person: people[0] as Customer });
      await stage.rest();
      await atRest?.();
      const found = await stage.faults();
      if (found.length > 0) throw new Error(`At rest the checker finds:\n${found.join('\n')}`);
    } finally {
      await stage.close();
    }
  };
}

export async function statesOf({ sql }: MoneyStage): Promise<string[]> {
  const { rows } = await sql.query<{ status: string }>('select status from orders order by id');
  return rows.map(({ status }) => status);
}

/** Days of every grant that counts. */
export async function daysOf({ sql }: MoneyStage): Promise<(number | null)[]> {
  const { rows } = await sql.query<{ days: number | null }>(
    'select days from grants where revoked_at is null order by id',
  );
  return rows.map(({ days }) => days);
}

/** What admins were told of. */
export async function alarmsOf({ sql }: MoneyStage): Promise<string[]> {
  const { rows } = await sql.query<{ what: string }>(
    `select data->'details'->>'what' as what from pgboss.job
     where name = 'notice' and data->>'kind' = 'money-alarm' order by created_on, id`,
  );
  return rows.map(({ what }) => what);
}

/** Everything that waits, as long as it gets anywhere; whoever is away is left for later. */
export async function tryJobs({ work }: MoneyStage): Promise<void> {
  for (let tries = 0; tries < 10; tries++) await work.runOne().catch(() => {});
}
