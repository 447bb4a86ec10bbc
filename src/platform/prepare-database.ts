import { applyMigrations, asOwner } from './migrate.ts';
import { refusePooler } from './pooler.ts';
import { prepareEngine } from './queue/tables-of-engine.ts';
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
  await refusePooler(ownerUrl ?? url);
  const runtime = await asOwner(ownerUrl ?? url, async (owner) => {
    await applyMigrations(owner, migrationsFolder);
    await prepareEngine(owner);
    return await openRuntimeRole(owner, { url, ownerUrl });
  });
  if (ownerUrl !== undefined) await refusePooler(url);
  return runtime;
}
