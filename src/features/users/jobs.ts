import { noticeJob } from '../../platform/notices.ts';
import { type BoundJob, work } from '../../platform/queue/work.ts';
import type { StoredNotice } from './notices.service.ts';

export interface UserJobNeeds {
  /** Shows somebody a notice. */
  show: (notice: StoredNotice, signal: AbortSignal) => Promise<void>;
}

/** The jobs by which things reach people later than they happened. */
export const userJobs: readonly BoundJob<UserJobNeeds>[] = [
  work(noticeJob, ({ data, signal }, { show }: UserJobNeeds) => show(data, signal)),
];
