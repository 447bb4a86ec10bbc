import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { foundAccountScreen } from '../../../../src/features/panels/provisioning/adoption/screens.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { eventually } from '../../../support/eventually.ts';
import { adminId } from '../../../support/environment.ts';
import { type FleetBench, openFleet } from '../../../support/fleet.ts';
import { byHand } from '../../../support/panel-hand.ts';
import { freshDatabase } from '../../../support/postgres.ts';

let bench: FleetBench;
afterEach(() => bench.stop());

const daysAgo = (days: number) =>
  new Date(bench.clock.now().getTime() - days * 86_400_000).toISOString().slice(0, 10);

it('an account is shown before it is linked, by its uuid or its link, and what stands in the way is said', async () => {
  bench = await openFleet(await freshDatabase(), { panels: 2 });
  const { adoption } = bench.side;
  const [first, second] = bench.panels;
  const userId = await bench.person();
  const uuid = second?.standIn.control.seed({
    name: 'old customer',
    usageLimitGb: 40,
    currentUsageGb: 7,
    packageDays: 30,
    startDate: daysAgo(10),
  }) as string;
  const expected = {
    panel: second?.row.name,
    name: 'old customer',
    daysLeft: 21,
    usedBytes: 7 * 1024 ** 3,
    limitBytes: 40 * 1024 ** 3,
    isActive: true,
    conflict: undefined,
  };
  const link = `${second?.standIn.url}/${second?.standIn.clientPath}/${uuid.toUpperCase()}/#name`;
  for (const text of [uuid, ` ${link} `, `https://elsewhere.example.com/path/${uuid}/`])
    expect(await adoption.look(adminId, { userId, text })).toMatchObject(expected);
  expect((await bench.services.subscriptions.find(userId)) ?? 'nothing').toBe('nothing');

  const look = (text: string) => adoption.look(adminId, { userId, text });
  await expect(look('hello')).rejects.toMatchObject({ code: 'panel.not-a-link' });
  await expect(look(crypto.randomUUID())).rejects.toMatchObject({ code: 'panel.no-such-account' });
  first?.standIn.control.seed({ uuid, name: 'twin' });
  await expect(look(uuid)).rejects.toMatchObject({ code: 'panel.several-accounts' });
  expect(await look(link)).toMatchObject(expected);
  await first?.standIn.control.setFaults({ down: true });
  await expect(look(crypto.randomUUID())).rejects.toMatchObject({ code: 'panel.not-answering' });
  await first?.standIn.control.clearFaults();

  const cause = bench.cause();
  const wanted = { userId, panelId: second?.row.id ?? 0, uuid };
  await Promise.all([adoption.link(cause, wanted), adoption.link(cause, wanted)]);
  await eventually(() =>
    expect(bench.notices.filter((notice) => notice.userId === userId)).toMatchObject([{ kind: 'ready' }]),
  );
  expect(await look(link)).toMatchObject({ conflict: 'own' });
  const other = await bench.person();
  expect(await adoption.look(adminId, { userId: other, text: link })).toMatchObject({ conflict: 'taken' });
  const another = second?.standIn.control.seed({ name: 'another' }) as string;
  expect(await look(another)).toMatchObject({ conflict: 'has-other' });
  await expect(adoption.link(bench.cause(), { ...wanted, userId: other })).rejects.toMatchObject({
    code: 'panel.account-taken',
  });
  const { rows } = await bench.database.db.execute(
    sql`select 1 from audit_log where action = 'link account'`,
  );
  expect(rows).toHaveLength(1);
});

it('the accounts of a whole panel are counted first, then linked by Telegram id, and whoever asked is told', async () => {
  bench = await openFleet(await freshDatabase());
  const { adoption } = bench.side;
  const seed = (telegramId: number, name: string) =>
    bench.panel.control.seed({ telegramId, name, packageDays: 30, usageLimitGb: 10 });
  const people = [await bench.person(), await bench.person(), await bench.person()];
  for (const userId of people) seed(userId, 'theirs');
  const twice = await bench.person();
  seed(twice, 'one');
  seed(twice, 'two');
  seed(777, 'nobody the bot knows');
  expect(await adoption.survey(adminId, bench.panelId)).toMatchObject({ free: 6, matches: 3, ambiguous: 1 });
  expect(bench.panel.control.requests().filter(({ method }) => method !== 'GET')).toHaveLength(0);

  await bench.panel.control.setFaults({ html: true });
  await adoption.linkMatches(bench.cause(), bench.panelId);
  await bench.panel.control.clearFaults();
  bench.clock.advance(60_000);
  await bench.side.watch.look();
  await eventually(
    () =>
      expect(bench.notices).toContainEqual({
        userId: adminId,
        kind: 'adopted',
        details: expect.objectContaining({ panel: bench.panels[0]?.row.name, count: '3', ambiguous: '1' }),
      }),
    30_000,
  );
  for (const userId of people)
    await eventually(() => expect(bench.notices).toContainEqual({ userId, kind: 'ready' }));
  expect(bench.notices).not.toContainEqual({ userId: twice, kind: 'ready' });
  expect(await adoption.survey(adminId, bench.panelId)).toMatchObject({ free: 3, matches: 0, ambiguous: 1 });
}, 45_000);

it('whoever repeats that an account was linked is answered the same, also while the panel is away', async () => {
  bench = await openFleet(await freshDatabase());
  const { adoption } = bench.side;
  const userId = await bench.person();
  const uuid = bench.panel.control.seed({ name: 'theirs', packageDays: 30, usageLimitGb: 10 });
  const cause = bench.cause();
  const link = () => adoption.link(cause, { userId, panelId: bench.panelId, uuid });
  await link();
  await bench.panel.control.setFaults({ down: true });
  await link();
  expect((await bench.subscription(userId)).panelUuid).toBe(uuid);
});

it('what is switched off stays off, names stay, months of traffic stay months, and traffic of a day or a week is left out and counted', async () => {
  bench = await openFleet(await freshDatabase());
  const { adoption, adopt, handDesk } = bench.side;
  const { control } = bench.panel;
  const seed = (telegramId: number, more: Partial<Parameters<typeof control.seed>[0]> = {}) =>
    control.seed({ telegramId, name: 'Emma', comment: 'cash', packageDays: 30, usageLimitGb: 50, ...more });
  const [off, weekly, monthly, free, plain] = [
    await bench.person(),
    await bench.person(),
    await bench.person(),
    await bench.person(),
    await bench.person(),
  ];
  seed(off, { enable: false });
  const reset = seed(weekly);
  await byHand(bench.panel, reset, { mode: 'weekly' });
  const begun = { packageDays: 365, startDate: daysAgo(40) };
  const eachMonth = seed(monthly, begun);
  await byHand(bench.panel, eachMonth, { mode: 'monthly' });
  const found = await adoption.look(adminId, { userId: monthly, text: eachMonth });
  expect(found).toMatchObject({ isMonthly: true, conflict: undefined });
  expect(JSON.stringify(foundAccountScreen(createVoices('UTC').ru, found).text)).toContain(
    'из 50 ГБ в месяц',
  );
  await byHand(bench.panel, seed(free, { usageLimitGb: 1_000_000 }), { mode: 'monthly' });
  seed(plain);

  const counts = { ambiguous: 0, resetting: 1, switchedOff: 1 };
  expect(await adoption.survey(adminId, bench.panelId)).toEqual({ free: 5, matches: 4, ...counts });
  const look = await adoption.look(adminId, { userId: weekly, text: reset });
  expect(look).toMatchObject({ conflict: 'resets' });
  const link = { userId: weekly, panelId: bench.panelId, uuid: reset };
  await expect(adoption.link(bench.cause(), link)).rejects.toMatchObject({ code: 'panel.resets-traffic' });
  expect(await adopt.adoptMatches(bench.panelId)).toEqual({ linked: 4, late: 0, ...counts });

  const accountOf = (userId: number) => control.users().find((user) => user.telegram_id === userId);
  await eventually(async () => {
    for (const userId of [off, monthly, free, plain])
      expect(await bench.subscription(userId)).toMatchObject({ status: 'active' });
  });
  const { trafficMode, dataLimitBytes, resetsAt, startedAt } = await bench.subscription(monthly);
  expect({ trafficMode, dataLimitBytes }).toEqual({ trafficMode: 'monthly', dataLimitBytes: 50 * 1024 ** 3 });
  expect((resetsAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0)).toBe(60 * 86_400_000);
  expect(accountOf(off)).toMatchObject({ enable: false, name: 'Emma', comment: 'cash' });
  expect(accountOf(plain)).toMatchObject({ enable: true, name: 'Emma', comment: 'cash', usage_limit_GB: 50 });
  expect(bench.notices.map(({ userId, kind }) => [userId, kind])).not.toContainEqual([off, 'ready']);
  const { hands } = await handDesk.list(adminId, bench.panelId);
  expect(hands.map(({ hand }) => hand.userId)).toEqual([off]);
  await handDesk.decide(bench.cause(), hands[0]?.hand.id ?? 0, 'put-back');
  await eventually(() => expect(accountOf(off)).toMatchObject({ enable: true }));
});
