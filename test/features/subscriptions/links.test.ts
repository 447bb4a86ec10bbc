import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { adminId } from '../../support/environment.ts';
import { type FleetBench, openFleet } from '../../support/fleet.ts';
import { freshDatabase } from '../../support/postgres.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

const accountsOf = (userId: number) =>
  bench.panel.control.users().filter((user) => user.telegram_id === userId);
const notices = (userId: number) =>
  bench.notices.filter((notice) => notice.userId === userId).map(({ kind }) => kind);

async function somebody(): Promise<number> {
  const userId = await bench.grant();
  await eventually(() => expect(notices(userId)).toEqual(['ready']));
  return userId;
}

it('a person replaces their link three times a day: one account, one message each time, and the old link is gone', async () => {
  bench = await openFleet(await freshDatabase());
  const userId = await somebody();
  const { links } = bench.services;
  for (let n = 1; n <= 3; n++) {
    const before = (await bench.subscription(userId)).panelUuid;
    await links.replaceOwn(bench.cause(userId));
    await eventually(() => expect(notices(userId).filter((kind) => kind === 'relinked')).toHaveLength(n));
    expect(accountsOf(userId)).toHaveLength(1);
    expect(accountsOf(userId)[0]?.uuid).not.toBe(before);
  }
  await expect(links.replaceOwn(bench.cause(userId))).rejects.toMatchObject({ code: 'link.too-often' });
  await links.replaceFor(bench.cause(adminId), userId);
  await eventually(() => expect(notices(userId)).toHaveLength(5));
  bench.clock.advance(86_400_000 + 1_000);
  await links.replaceOwn(bench.cause(userId));
  await eventually(() => expect(notices(userId)).toHaveLength(6));

  const { rows } = await bench.database.db.execute<{ actor: number; whole: string }>(
    sql`select actor_id::int as actor, row_to_json(audit_log)::text as whole from audit_log where action = 'replace link' order by id`,
  );
  expect(rows.map(({ actor }) => actor)).toEqual([userId, userId, userId, adminId, userId]);
  expect(rows.map(({ whole }) => whole).join()).not.toContain((await bench.subscription(userId)).panelUuid);
});

it('two taps at once, or the same tap twice, replace the link once', async () => {
  bench = await openFleet(await freshDatabase());
  const userId = await somebody();
  const { links } = bench.services;
  await bench.panel.control.setFaults({ slowMs: 100 });
  const cause = bench.cause(userId);
  await Promise.all([
    links.replaceOwn(cause),
    links.replaceOwn(cause),
    links.replaceOwn(bench.cause(userId)),
  ]);
  const { panelUuid } = await bench.subscription(userId);
  await bench.panel.control.clearFaults();
  await eventually(() => expect(notices(userId)).toEqual(['ready', 'relinked']));
  expect(accountsOf(userId)).toMatchObject([{ uuid: panelUuid }]);
});

it('who has no access that works has no link to replace', async () => {
  bench = await openFleet(await freshDatabase(), { idle: true });
  const { links } = bench.services;
  const stranger = await bench.person();
  const waiting = await bench.grant();
  for (const userId of [stranger, waiting])
    await expect(links.replaceOwn(bench.cause(userId))).rejects.toMatchObject({ code: 'link.nothing' });
  // It ended this instant, and nobody has written that down yet.
  await bench.database.db.execute(
    sql`update subscriptions set status = 'active', verified_at = now(), expires_at = ${bench.clock.now().toISOString()}
      where user_id = ${waiting}`,
  );
  await expect(links.replaceOwn(bench.cause(waiting))).rejects.toMatchObject({ code: 'link.nothing' });
  await expect(links.replaceFor(bench.cause(adminId), 42)).rejects.toMatchObject({ code: 'user.unknown' });
});
