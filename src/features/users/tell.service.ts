import type { Transaction } from '../../platform/db.ts';
import { type Notice, noticeJob } from '../../platform/notices.ts';
import type { Queue } from '../../platform/queue.ts';
import { listAdminIds } from './queries.ts';

/** Says what must arrive, when and only when the transaction commits. */
export interface Telling {
  tell(tx: Transaction, notice: Notice): Promise<void>;
  /** The same to everybody who is admin now. */
  tellAdmins(tx: Transaction, notice: (userId: number) => Notice): Promise<void>;
}

export function createTelling(queue: Pick<Queue, 'enqueue'>): Telling {
  const tell = (tx: Transaction, notice: Notice) => queue.enqueue(tx, noticeJob(notice));
  async function tellAdmins(tx: Transaction, notice: (userId: number) => Notice): Promise<void> {
    for (const userId of await listAdminIds(tx)) await tell(tx, notice(userId));
  }
  return { tell, tellAdmins };
}
