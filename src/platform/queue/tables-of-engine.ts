import type pg from 'pg';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import engine from 'pg-boss/package.json' with { type: 'json' };

const schema = 'pgboss';

/** Makes the engine's tables, or brings those of an older engine to what this one needs. A newer one's are left as they are. */
export async function prepareEngine(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string | null }>(
    `select to_regclass('${schema}.version')::text as "table"`,
  );
  if (rows[0]?.table) return await bringUp(client);
  await client.query(getConstructionPlans(schema));
}

async function bringUp(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(`select version from ${schema}.version`);
  const found = Number(rows[0]?.version);
  if (found >= engine.pgboss.schema) return;
  const plans = getMigrationPlans(schema, found);
  const end = plans.lastIndexOf('COMMIT;') + 'COMMIT;'.length;
  await client.query(plans.slice(0, end));
  // What follows are indexes, built there beside everything else. That would wait for whoever waits for our lock, and they for us.
  await client.query(plans.slice(end).replaceAll('INDEX CONCURRENTLY', 'INDEX'));
}
