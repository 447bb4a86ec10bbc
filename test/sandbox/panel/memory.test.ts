import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { onTestFinished, expect, test } from 'vitest';
import { readPanelSnapshot } from '@hiddify-vpn-bot/sandbox/panel/snapshot.ts';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { openPanel, type OpenPanel } from './open-panel.ts';

const uuid = '6d8a2c1e-97b0-4a57-8f53-0c1f1f6c8a11';

async function openLivedIn(): Promise<OpenPanel> {
  const opened = await openPanel({ profile: 'v13' });
  const { panel, post } = opened;
  await post({ uuid, name: 'Vera', usage_limit_GB: 5, package_days: 7, telegram_id: 103 });
  panel.control.addUsage(uuid, 1.5);
  panel.control.seedAdmin('Agent', 'agent');
  return opened;
}

/** A panel that has written itself down, stopped, and started again. */
async function reopen(panel: PanelStandIn): Promise<PanelStandIn> {
  const written: unknown = JSON.parse(JSON.stringify(panel.snapshot()));
  await panel.stop();
  const again = await startPanelStandIn({
    snapshot: readPanelSnapshot(written),
    clock: { now: () => new Date('2026-11-23T10:00:00Z') },
  });
  onTestFinished(again.stop);
  return again;
}

/** Over a connection of its own: one kept open to the panel of before would be broken. */
async function readOnce(url: string): Promise<string> {
  const headers = { 'user-agent': 'v2rayNG/1.8.5' };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on('error', reject);
  });
  return await text(answer);
}

test('a panel that is opened again has the same address, secrets, users and admins', async () => {
  const { panel } = await openLivedIn();
  const again = await reopen(panel);
  for (const name of ['url', 'domain', 'profile', 'version', 'adminPath', 'clientPath', 'adminKey'] as const)
    expect(again[name]).toBe(panel[name]);
  expect(again.control.users()).toEqual(panel.control.users());
  expect(again.control.admins()).toEqual(panel.control.admins());
});

test('a subscription link of before answers the same keys', async () => {
  const { panel } = await openLivedIn();
  const link = `${panel.url}/${panel.clientPath}/${uuid}/sub/`;
  const read = () => readOnce(link);
  const before = await read();
  await reopen(panel);
  expect(before).toContain('vless://');
  expect(await read()).toBe(before);
});

test('a user made after the panel was opened again gets a number of its own', async () => {
  const { panel } = await openLivedIn();
  const again = await reopen(panel);
  again.control.seed({ name: 'new' });
  const ids = again.snapshot().users.map(({ id }) => id);
  expect(new Set(ids).size).toBe(3);
  expect(again.control.cores().singbox).toHaveLength(3);
});

test('a snapshot of another version, without its owner or with anything amiss is refused in one line', async () => {
  const { panel } = await openLivedIn();
  const snapshot = panel.snapshot();
  expect(() => readPanelSnapshot(null)).toThrow('it is of version undefined, not 1');
  expect(() => readPanelSnapshot({ ...snapshot, version: 2 })).toThrow('it is of version 2, not 1');
  expect(() => readPanelSnapshot({ ...snapshot, admins: [] })).toThrow('admins: there is no owner');
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(snapshot)), fc.string(), (name, value) => {
      expect(() => readPanelSnapshot({ ...snapshot, [name]: `${value} ` })).toThrow(/^[^\n]+$/);
    }),
  );
});
