import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/db.ts';
import { auditLog } from './tables.ts';

export interface AuditEntry {
  actorId: number;
  action: string;
  /** What was changed, such as `user 42` or `invite 7`. */
  subject: string;
  before?: unknown;
  after?: unknown;
}

export interface Audit {
  /** Records a change in the transaction that makes it. */
  record(tx: Transaction, entry: AuditEntry): Promise<void>;
}

export function createAudit(clock: Clock): Audit {
  return {
    async record(tx, entry) {
      await tx.insert(auditLog).values({ ...entry, at: clock.now() });
    },
  };
}
