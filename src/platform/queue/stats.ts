import type { Db as Executor } from 'pg-boss';
import { deadLetterName } from './declarations.ts';

/** The numbers of jobs of one name, by where they are. */
export interface QueueStats {
  name: string;
  /** Not tried yet, deferred ones included. */
  queued: number;
  active: number;
  /** Failed at least once, and will be tried again. */
  failed: number;
  /** Failed for good, and kept aside. */
  dead: number;
  /** For how long the job longest due has been waiting to run; 0 when none is due. */
  oldestDueSeconds: number;
}

interface Row {
  name: string;
  state: string;
  count: number;
  due: number | null;
}

const countByState = `
  select name, state::text as state, count(*)::int as count,
    extract(epoch from now() - min(start_after) filter (where start_after <= now()))::float as due
  from pgboss.job
  where name = any($1::text[]) and state in ('created', 'retry', 'active')
  group by name, state`;

/** Counts now, for every name given. */
export async function readStats(db: Executor, names: string[]): Promise<QueueStats[]> {
  const result = await db.executeSql(countByState, [names.flatMap((name) => [name, deadLetterName(name)])]);
  const rows = result.rows as Row[];
  const find = (name: string, state: string) => rows.find((row) => row.name === name && row.state === state);
  return names.map((name) => {
    const waiting = [find(name, 'created'), find(name, 'retry')];
    return {
      name,
      queued: waiting[0]?.count ?? 0,
      failed: waiting[1]?.count ?? 0,
      active: find(name, 'active')?.count ?? 0,
      dead: find(deadLetterName(name), 'created')?.count ?? 0,
      oldestDueSeconds: Math.max(0, ...waiting.map((row) => row?.due ?? 0)),
    };
  });
}
