import type { Transaction } from '../../../platform/db.ts';
import type { Notice, Telling } from '../../../platform/notices.ts';

type PlainNotice = (userId: number, details: Record<string, never>) => Notice;

/** The words in which people hear of their access. */
export interface AccessWords {
  ready: (userId: number, waited: { hours?: number }) => Notice;
  moved: PlainNotice;
  relinked: PlainNotice;
}

const hourMs = 60 * 60_000;

/** Tells people of their access when a panel was seen to hold it; of a wait only when it took an hour. */
export function createAccessTelling({ tell, told }: Pick<Telling, 'tell'> & { told: AccessWords }) {
  const telling = (notice: PlainNotice) => (tx: Transaction, userId: number) => tell(tx, notice(userId, {}));
  return {
    onReady: async (tx: Transaction, userId: number, waitedMs: number) =>
      await tell(tx, told.ready(userId, waitedMs < hourMs ? {} : { hours: Math.floor(waitedMs / hourMs) })),
    onMoved: telling(told.moved),
    onRelinked: telling(told.relinked),
  };
}
