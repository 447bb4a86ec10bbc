import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { adminId } from '../support/environment.ts';
import { type ServiceBench, startServices } from '../support/services.ts';
import { uncounted } from '../support/uncounted.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices();
});
afterAll(() => bench.stop());

/** What the same update brings the first time and when it is delivered again: equal, dates as dates. */
async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
  const first = await work();
  expect(await work()).toStrictEqual(first);
  return first;
}

it('the update that changed a role or a block answers the same person when it is repeated', async () => {
  const { telegramId } = await bench.person();
  const promotion = bench.cause(adminId);
  const promoted = await twice(() => bench.users.setRole(promotion, telegramId, 'manager'));
  expect(promoted.admittedAt).toBeInstanceOf(Date);
  const blocking = bench.cause(adminId);
  const blocked = await twice(() => bench.users.block(blocking, telegramId));
  expect(blocked.blockedAt).toBeInstanceOf(Date);
});

it('the update that made or took back an invite answers the same invite when it is repeated', async () => {
  const wanted = { maxUses: 2, expiresAt: new Date('2100-01-01'), grant: { kind: 'admission' } } as const;
  const making = bench.cause(adminId);
  const made = await twice(() => bench.invites.create(making, wanted));
  expect(made.createdAt).toBeInstanceOf(Date);
  const revoking = bench.cause(adminId);
  const revoked = await twice(() => bench.invites.revoke(revoking, made.id));
  expect(revoked.revokedAt).toBeInstanceOf(Date);
});

it('the update that changed a panel answers the same panel when it is repeated', async () => {
  const [panel] = await bench.fleet.list();
  const id = panel?.id ?? 0;
  const editing = bench.cause(adminId);
  const edited = await twice(() => bench.panels.edit(editing, id, { name: 'Новое имя' }));
  expect(edited).toMatchObject({ name: 'Новое имя', createdAt: expect.any(Date) });
  const draining = bench.cause(adminId);
  const drained = await twice(() => bench.panels.setState(draining, id, 'draining'));
  expect(drained).toMatchObject({ state: 'draining', updatedAt: expect.any(Date) });
});

it('an invite that the version before made is answered when its update is repeated', async () => {
  const making = bench.cause(adminId);
  const wanted = { maxUses: 1, expiresAt: null, grant: { kind: 'admission' } } as const;
  const made = await bench.invites.create(making, wanted);
  // That version kept the whole row, its dates as texts.
  await bench.database.db.execute(
    sql`update applied_effects set result = ${JSON.stringify(made)}::jsonb where key = ${`${making.key} create invite`}`,
  );
  expect(await bench.invites.create(making, wanted)).toStrictEqual(made);
});

it('what a repeated update did is counted once', async () => {
  const missed = vi.spyOn(uncounted, 'inviteMissed');
  const { telegramId } = await bench.person();
  const guessing = bench.cause(telegramId);
  for (const _try of [1, 2])
    await expect(bench.invites.redeem(guessing, 'INV_00000000')).rejects.toMatchObject({
      code: 'invite.unknown',
    });
  expect(missed).toHaveBeenCalledTimes(1);

  const changed = vi.spyOn(uncounted, 'presetChanged');
  await bench.presets.switchOffer(bench.cause(adminId), { app: 'happ' });
  const applying = bench.cause(adminId);
  const { draft } = await bench.presets.view(adminId);
  for (const _try of [1, 2]) await bench.presets.apply(applying, draft?.revision ?? 0);
  expect(changed.mock.calls).toEqual([['applied']]);
});
