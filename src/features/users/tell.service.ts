import type { Transaction } from '../../platform/db.ts';
import { type Notice, noticeJob, type Telling } from '../../platform/notices.ts';
import type { Queue } from '../../platform/queue.ts';
import { listAdminIds } from './queries.ts';

export function createTelling(queue: Pick<Queue, 'enqueue'>): Telling {
  const tell = (tx: Transaction, notice: Notice) => queue.enqueue(tx, noticeJob(notice));
  async function tellAdmins(tx: Transaction, notice: (userId: number) => Notice): Promise<void> {
    for (const userId of await listAdminIds(tx)) await tell(tx, notice(userId));
  }
  return { tell, tellAdmins };
}
