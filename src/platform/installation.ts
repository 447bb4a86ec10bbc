import { keepSecret } from './known-secrets.ts';
import type { Database, Db } from './db.ts';
import { installation } from './installation.tables.ts';
import type { Seal } from './seal.ts';

const purpose = 'keys of links';

/** The id of the installation that this database belongs to: made once, whatever becomes of domain, token and keys. */
export async function readInstallation(db: Db): Promise<string> {
  return (await lockInstallation(db)).id;
}

/**
 * Keeps every key that links were ever signed under: links stand in people's apps, whatever key has taken the place of theirs.
 * Answers them all, the newest first; undefined where the database is sealed under a key that is none of ours.
 */
export async function rememberLinkKeys(
  db: Database,
  { seal, keys }: { seal: Seal; keys: readonly string[] },
): Promise<readonly string[] | undefined> {
  return await db.transaction(async (tx) => {
    const { sealedLinkKeys: sealed } = await lockInstallation(tx);
    const opened = sealed === null ? '' : seal.open(sealed, purpose);
    if (opened === undefined) return undefined;
    // Former ones too are nobody's to read.
    keepSecret(...opened.split(','));
    const all = [...new Set([...keys, ...opened.split(',').filter((key) => key !== '')])];
    const isKept = sealed !== null && all.join() === opened && seal.renew(sealed, purpose) === undefined;
    if (!isKept) await tx.update(installation).set({ sealedLinkKeys: seal.close(all.join(), purpose) });
    return all;
  });
}

async function lockInstallation(db: Db): Promise<typeof installation.$inferSelect> {
  await db.insert(installation).values({}).onConflictDoNothing();
  const [row] = await db.select().from(installation).for('update');
  if (row === undefined) throw new Error('The database does not say whose it is');
  return row;
}
