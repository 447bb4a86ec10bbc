import { applyMigrations, asOwner } from './migrate.ts';
import { refusePooler } from './pooler.ts';
import { prepareEngine } from './queue/tables-of-engine.ts';
import { isUnwritable, unusableDatabase } from './unusable-database.ts';
import { openRuntimeRole, type RuntimeRole } from './runtime-role.ts';

export interface DatabaseAddresses {
  /** Of the role that the operator has the product work under. */
  url: string;
  /** Of the role that owns the tables, where that is another one. */
  ownerUrl?: string | undefined;
}

/**
 * Brings the database to what this version needs, tables of jobs included, and answers under which address the product works.
 * Throws `StartRefusal` where only somebody else can help.
 */
export async function prepareDatabase(
  { url, ownerUrl }: DatabaseAddresses,
  migrationsFolder: string,
): Promise<RuntimeRole> {
  const bot = { name: 'DATABASE_URL', url } as const;
  const owner = ownerUrl === undefined ? bot : ({ name: 'DATABASE_OWNER_URL', url: ownerUrl } as const);
  await refusePooler(owner);
  const runtime = await asOwner(owner.url, async (client) => {
    try {
      await applyMigrations(client, migrationsFolder);
      await prepareEngine(client);
    } catch (error) {
      throw isUnwritable(error) ? unusableDatabase(owner, error) : error;
    }
    return await openRuntimeRole(client, { url, ownerUrl });
  });
  if (ownerUrl !== undefined) await refusePooler(bot);
  return runtime;
}
