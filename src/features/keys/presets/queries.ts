import { desc, eq } from 'drizzle-orm';
import type { Db } from '../../../platform/db.ts';
import { keyPresets } from './tables.ts';

export type PresetRow = typeof keyPresets.$inferSelect;

export async function findPreset(db: Db, state: 'draft' | 'live'): Promise<PresetRow | undefined> {
  const [row] = await db.select().from(keyPresets).where(eq(keyPresets.state, state));
  return row;
}

/** The same, held until the transaction ends. */
export async function lockPreset(tx: Db, state: 'draft' | 'live'): Promise<PresetRow | undefined> {
  const [row] = await tx.select().from(keyPresets).where(eq(keyPresets.state, state)).for('update');
  return row;
}

export async function findPresetById(db: Db, id: number): Promise<PresetRow | undefined> {
  const [row] = await db.select().from(keyPresets).where(eq(keyPresets.id, id));
  return row;
}

export async function insertPreset(
  tx: Db,
  row: typeof keyPresets.$inferInsert,
): Promise<PresetRow | undefined> {
  const [added] = await tx.insert(keyPresets).values(row).onConflictDoNothing().returning();
  return added;
}

export async function writePreset(tx: Db, id: number, changes: Partial<PresetRow>): Promise<void> {
  await tx.update(keyPresets).set(changes).where(eq(keyPresets.id, id));
}

export async function deletePreset(tx: Db, id: number): Promise<void> {
  await tx.delete(keyPresets).where(eq(keyPresets.id, id));
}

/** Those that are or were in force, newest first. */
export async function listApplied(db: Db, limit: number): Promise<PresetRow[]> {
  const rows = await db
    .select()
    .from(keyPresets)
    .orderBy(desc(keyPresets.appliedAt))
    .limit(limit + 1);
  return rows.filter(({ state }) => state !== 'draft').slice(0, limit);
}
