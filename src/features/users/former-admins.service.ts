import type { Database } from '../../platform/db.ts';
import type { Logger } from '../../platform/logger.ts';
import { listFormerAdmins } from './queries.ts';

/** Says who is admin still, although the settings name them no more and no admin appointed them: taking out an id takes no role away. */
export async function warnOfFormerAdmins(parts: {
  db: Database;
  adminIds: readonly number[];
  logger: Pick<Logger, 'warn'>;
}): Promise<void> {
  const ids = await listFormerAdmins(parts.db, parts.adminIds);
  if (ids.length === 0) return;
  parts.logger.warn(
    { ids },
    'they are admins still, though TELEGRAM_ADMIN_ID does not name them any more: take the role away on their cards in /admin',
  );
}
