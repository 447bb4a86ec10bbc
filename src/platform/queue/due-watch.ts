import type { Db as Executor } from 'pg-boss';

/** Looks for jobs that are due. */
export interface DueWatch {
  start(): void;
  /** Resolves when no look is under way any more. */
  stop(): Promise<void>;
}

const lookEveryMs = 1_000;

/** One probe of the engine's index for each name, however many jobs wait there. */
const namesWithDue = `
  select name from unnest($1::text[]) as names (name) where exists (
    select 1 from pgboss.job
    where job.name = names.name and state < 'active' and not blocked and start_after <= now())`;

/**
 * Tells every second of which of these names a job is due. New jobs are announced; retries and deferred jobs are not. Each worker
 * looking for itself was a statement a second for every kind of job: most of what an idle bot asked of its database.
 */
export function createDueWatch({
  executor,
  names,
  onDue,
  onFault,
}: {
  executor: () => Executor;
  names: readonly string[];
  onDue: (name: string) => void;
  onFault: (error: Error) => void;
}): DueWatch {
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  let isStopped = false;

  async function look(): Promise<void> {
    try {
      const { rows } = await executor().executeSql(namesWithDue, [names]);
      for (const { name } of rows as { name: string }[]) onDue(name);
    } catch (error) {
      if (!isStopped) onFault(error instanceof Error ? error : new Error(String(error)));
    }
    if (!isStopped) next();
  }

  function next(): void {
    timer = setTimeout(() => {
      current = look();
    }, lookEveryMs);
    timer.unref();
  }

  return {
    start: next,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
