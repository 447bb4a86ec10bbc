import type { Db } from './db.ts';
import { installation } from './installation.tables.ts';

/** The id of the installation that this database belongs to: made once, whatever becomes of domain, token and keys. */
export async function readInstallation(db: Db): Promise<string> {
  await db.insert(installation).values({}).onConflictDoNothing();
  const [row] = await db.select({ id: installation.id }).from(installation);
  if (row === undefined) throw new Error('The database does not say whose it is');
  return row.id;
}
