import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { FleetBench } from '../../../support/fleet.ts';

/** What tests of moves ask of a fleet; its panels are told apart by their place in the list. */
export function lookAtMoves(current: () => FleetBench) {
  const db = () => current().database.db;

  function panelAt(index: number) {
    const found = current().panels[index];
    if (found === undefined) throw new Error('no such panel');
    return { ...found.standIn, id: found.row.id };
  }

  const accounts = (index: number) => panelAt(index).control.users();
  const accountsOf = (userId: number, index: number) =>
    accounts(index).filter((user) => user.telegram_id === userId);

  async function allVerified(): Promise<void> {
    await eventually(async () => {
      const left = await db().execute(
        sql`select 1 from subscriptions where applied_version < desired_version`,
      );
      expect(left.rows).toHaveLength(0);
    }, 30_000);
  }

  async function count(table: 'panel_moves' | 'panel_leftovers', state = 'waiting') {
    const query = sql`select count(*)::int as count from ${sql.identifier(table)} where state = ${state}`;
    const { rows } = await db().execute<{ count: number }>(query);
    return rows[0]?.count;
  }

  /** So many people whose accounts the panel holds. */
  async function peopleOn(index: number, many: number): Promise<number[]> {
    const people: number[] = [];
    for (let n = 0; n < many; n++) people.push(await current().grant({ panelId: panelAt(index).id }));
    await allVerified();
    const ready = () => current().notices.filter(({ kind }) => kind === 'ready');
    await eventually(() =>
      expect(ready().map(({ userId }) => userId)).toEqual(expect.arrayContaining(people)),
    );
    return people;
  }

  /** Nobody is on the way, and nothing has to go any more. */
  async function allMoved(): Promise<void> {
    await eventually(async () => {
      expect([await count('panel_moves'), await count('panel_leftovers')]).toEqual([0, 0]);
    }, 30_000);
    await allVerified();
  }

  /** What jobs would do about somebody and about what anybody left, one after another. */
  async function work(userId: number): Promise<void> {
    await current().side.provisioning.provision({ userId }, true);
    const { rows } = await db().execute<{ id: number }>(
      sql`select id::int from panel_leftovers where state = 'waiting'`,
    );
    for (const { id } of rows) await current().side.removeLeftover(id);
  }

  /** Their one account stands there, and on no other panel. */
  async function standsOn(userId: number, index: number): Promise<void> {
    expect((await current().subscription(userId)).panelId).toBe(panelAt(index).id);
    for (const other of current().panels.keys())
      expect(accountsOf(userId, other)).toMatchObject(other === index ? [{ is_active: true }] : []);
  }

  return { panelAt, accounts, accountsOf, allVerified, count, peopleOn, allMoved, work, standsOn };
}
