import type { WrongUse } from './wrong-use.ts';

const given = `
import { provisionJob, syncJob } from './src/features/panels/provisioning/jobs.ts';
import type { Db } from './src/platform/db.ts';
import type { Queue } from './src/platform/queue.ts';
import { work } from './src/platform/queue/work.ts';
declare const queue: Queue;
declare const tx: Db;
`;

export const wrongJobs: readonly WrongUse[] = [
  {
    refuses: 'a job that carries something else',
    source: `${given}
await queue.enqueue(tx, syncJob({ panelId: 7 }));
await queue.enqueue(tx, syncJob({ panelId: 'seven' })); // wrong
export { work, provisionJob };`,
    code: 'TS2322',
    message: "'string' is not assignable to type 'number'",
  },
  {
    refuses: 'a job without what its group hangs on',
    source: `${given}
await queue.enqueue(tx, provisionJob({ userId: 1 }, null));
await queue.enqueue(tx, provisionJob({ userId: 1 })); // wrong
export { work, syncJob };`,
    code: 'TS2554',
  },
  {
    refuses: 'a job that there is not',
    source: `${given}
await queue.enqueue(tx, 'provision'); // wrong
export { work, provisionJob, syncJob };`,
    code: 'TS2345',
    message: 'JobRequest',
  },
  {
    refuses: 'a request that no kind of job has made',
    source: `${given}
const { definition } = syncJob;
await queue.enqueue(tx, { definition, data: { panelId: 'seven' }, isCoalesced: false }); // wrong
export { work, provisionJob };`,
    code: 'TS2741',
    message: 'asked',
  },
  {
    refuses: 'a handler of another job',
    source: `${given}
declare const sync: { sync(panelId: number): Promise<void> };
export const right = work(syncJob, ({ data }) => sync.sync(data.panelId));
export const wrong = work(provisionJob, ({ data }) => sync.sync(data.panelId)); // wrong
export { queue, tx };`,
    code: 'TS2339',
    message: "Property 'panelId' does not exist",
  },
  {
    refuses: 'a job to be done without what its handler needs',
    source: `${given}
interface Needs { sync(panelId: number): Promise<void> }
const bound = work(syncJob, ({ data }, { sync }: Needs) => sync(data.panelId));
queue.work([bound], { sync: async () => {} });
queue.work([bound], {}); // wrong
export { provisionJob, tx };`,
    code: 'TS2741',
    message: "Property 'sync' is missing",
  },
];
