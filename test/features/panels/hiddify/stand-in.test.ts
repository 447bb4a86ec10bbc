import { afterEach, describe, expect, test } from 'vitest';
import { createPanelApi, type PanelApi } from '../../../../src/features/panels/hiddify/api.ts';
import { holdUser } from '../../../../src/features/panels/hiddify/hold.ts';
import { checkSetup } from '../../../../src/features/panels/hiddify/setup.ts';
import { systemClock } from '../../../../src/platform/clock.ts';
import type { PanelFaults } from '@hiddify-vpn-bot/sandbox/panel/faults.ts';
import { startPanelStandIn, type PanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { uuid } from './loopback.ts';
import { anywhere } from '../../../support/environment.ts';

const gigabyte = 1024 ** 3;
const wanted = {
  uuid,
  name: 'Аня 🦊',
  enable: true,
  usageLimitBytes: 30 * gigabyte,
  packageDays: 30,
  telegramId: 123456789012,
  comment: 'order 1',
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Settings = Partial<Parameters<typeof createPanelApi>[0]>;

function connect(panel: PanelStandIn, settings: Settings = {}): PanelApi {
  const { url, adminPath, clientPath, adminKey: apiKey } = panel;
  const access = { url, adminPath, clientPath, apiKey, addressRules: anywhere };
  const client = createPanelApi({ ...access, clock: systemClock, ...settings });
  closers.push(() => client.close());
  return client;
}

async function openPanel(profile: PanelStandIn['profile'] = 'v10-12'): Promise<PanelStandIn> {
  const panel = await startPanelStandIn({ profile });
  closers.push(() => panel.stop());
  return panel;
}

const rowsOf = (panel: PanelStandIn) => panel.control.users().filter((user) => user.uuid === uuid);

describe.each(['v10-12', 'v12.3.0', 'v13'] as const)('on a panel %s', (profile) => {
  test('a user lives from creation to deletion, and may come back', async () => {
    const panel = await openPanel(profile);
    const client = connect(panel);
    expect(await client.findUser(uuid)).toBeUndefined();
    expect(await holdUser(client, wanted)).toMatchObject({
      ...wanted,
      startDate: undefined,
      isActive: true,
    });
    const renewed = { ...wanted, packageDays: 60, startDate: '2026-11-01', usageLimitBytes: 60 * gigabyte };
    expect(await holdUser(client, renewed)).toMatchObject(renewed);
    expect(await client.patchUser(uuid, { period: { packageDays: 60, startDate: null } })).toMatchObject({
      startDate: undefined,
    });
    expect((await client.listUsers()).map((user) => user.uuid)).toContain(uuid);
    await client.deleteUser(uuid);
    await client.deleteUser(uuid);
    expect(await client.findUser(uuid)).toBeUndefined();
    expect((await client.listUsers()).map((user) => user.uuid)).not.toContain(uuid);
    expect(await holdUser(client, wanted)).toMatchObject(wanted);
    expect(rowsOf(panel).filter((row) => !row.deleted)).toHaveLength(1);
  });

  test('version, admin and server are understood', async () => {
    const panel = await openPanel(profile);
    const client = connect(panel);
    await holdUser(client, wanted);
    expect(await client.info()).toMatchObject({ version: panel.version });
    expect(await client.me()).toMatchObject({ role: 'super_admin', uuid: panel.adminKey });
    expect((await client.serverStatus()).cpuPercent).toBeTypeOf('number');
  });

  test.each<[string, Partial<PanelFaults>]>([
    ['answers 502 after saving', { savesThen502: true }],
    ['stops between its commits', { failBetweenCommits: true }],
    ['is replayed by its proxy', { savesThen502: true, proxyReplay: true }],
    ['cuts the line', { down: true, downAs: 'reset' }],
  ])('that %s once, creation and change end as wanted after repeats, in the cores too', async (_, faults) => {
    const panel = await openPanel(profile);
    const client = connect(panel);
    for (const target of [wanted, { ...wanted, usageLimitBytes: 50 * gigabyte }]) {
      for (const method of ['POST', 'PATCH']) panel.control.faultNext(1, faults, { method });
      await holdUser(client, target).catch(() => holdUser(client, target, { rewrite: true }));
      await panel.control.clearFaults();
      expect(rowsOf(panel)).toHaveLength(1);
      expect(await client.findUser(uuid)).toMatchObject(target);
      expect(panel.control.cores().xray).toContain(uuid);
    }
  });
});

test('a panel without users is an empty list, and old rows without uuid are left out', async () => {
  const panel = await openPanel();
  const client = connect(panel);
  panel.control.wipe();
  expect(await client.listUsers()).toEqual([]);
  panel.control.seedOldRow('not-a-uuid', 'old');
  expect(await client.listUsers()).toEqual([]);
});

test('traffic is read to the byte', async () => {
  const panel = await openPanel();
  const client = connect(panel);
  await holdUser(client, wanted);
  panel.control.addUsage(uuid, 12.345);
  expect((await client.findUser(uuid))?.currentUsageBytes).toBe(Math.round(12.345 * gigabyte));
});

test.each(['v10-12', 'v13', 'v14'] as const)('setting up %s names whatever is wrong', async (profile) => {
  const panel = await openPanel(profile);
  const check = (settings: Settings) => checkSetup(connect(panel, settings));
  const { adminPath, clientPath } = panel;
  expect(await check({})).toMatchObject({ ok: true, isProvisioningBroken: false });
  panel.control.setOutside(true);
  expect(await check({ apiKey: uuid })).toEqual({ ok: false, wrong: 'key' });
  expect(await check({ adminPath: 'wrong' })).toEqual({ ok: false, wrong: 'admin-path' });
  expect(await check({ clientPath: 'wrong' })).toEqual({ ok: false, wrong: 'client-path' });
  expect(await check({ adminPath: 'wrong', clientPath: 'wrong' })).toEqual({ ok: false, wrong: 'domain' });
  expect(await check({ adminPath: clientPath, clientPath: adminPath })).toEqual({
    ok: false,
    wrong: 'paths-swapped',
  });
  await panel.control.setFaults({ down: true, downAs: 'refused' });
  expect(await check({})).toEqual({ ok: false, wrong: 'domain' });
});
