import { AsyncLocalStorage } from 'node:async_hooks';

/** A job that is being done, as far as it says what it may start. */
interface Running {
  name: string;
  starts: readonly string[];
}

/** A job that was started from within another one that does not name it. */
export interface UnnamedStart {
  by: string;
  started: string;
}

const running = new AsyncLocalStorage<Running>();

/** Does the work as part of the job: what it enqueues is started by that job. */
export function runWithin<Result>(job: Running, work: () => Result): Result {
  return running.run(job, work);
}

/** Whether a job that is started here and now is missing among those that the running job may start. */
export function unnamedStart(started: string): UnnamedStart | undefined {
  const job = running.getStore();
  if (job === undefined || job.starts.includes(started)) return undefined;
  return { by: job.name, started };
}
