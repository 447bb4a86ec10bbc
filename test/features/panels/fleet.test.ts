import { afterEach, describe, expect, it } from 'vitest';
import { createBreaker } from '../../../src/features/panels/fleet/breaker.service.ts';
import { checkPanelAddress } from '../../../src/features/panels/desk/address.service.ts';
import { isInsideAddress } from '../../../src/platform/addresses.ts';
import { choosePanel } from '../../../src/features/panels/fleet/placement.service.ts';
import { updatePanel } from '../../../src/features/panels/queries.ts';
import { desiredPanelUser } from '../../../src/features/panels/provisioning/desired.rules.ts';
import type { Subscription } from '../../../src/features/subscriptions/service.ts';
import { PanelError } from '../../../src/features/panels/hiddify/panel-error.ts';
import { createSeal } from '../../../src/platform/seal.ts';
import { adminId } from '../../support/environment.ts';
import type { FleetBench } from '../../support/fleet.ts';
import { startFleet } from './fleet.ts';

describe('the breaker', () => {
  const down = (status?: number) => new PanelError({ class: 'transient', operation: 'find user', status });

  it('opens after five failures in a row, asks again after 2 s and never later than 30 s', () => {
    let now = 0;
    const breaker = createBreaker({ now: () => new Date(now) });
    for (let n = 0; n < 4; n++) expect(breaker.failed(1, down(), 'a')).toBe('counted');
    expect(breaker.admits(1)).toBe(true);
    expect(breaker.failed(1, down(), 'a')).toBe('opened');
    expect([breaker.admits(1), breaker.admits(2)]).toEqual([false, true]);
    expect(breaker.isProbeDue(1)).toBe(false);
    now += 2_000;
    expect(breaker.isProbeDue(1)).toBe(true);
    for (let n = 0; n < 10; n++) {
      breaker.failed(1, down());
      now += 30_000;
      expect(breaker.isProbeDue(1)).toBe(true);
    }
    expect(breaker.recovered(1)).toBe(true);
    expect(breaker.admits(1)).toBe(true);
  });

  it('a success between failures starts the count again, and one person’s bad row never opens it', () => {
    const breaker = createBreaker({ now: () => new Date(0) });
    for (let n = 0; n < 4; n++) breaker.failed(1, down(), 'a');
    breaker.succeeded(1);
    expect(breaker.failed(1, down(), 'a')).toBe('counted');
    for (let n = 0; n < 20; n++) breaker.failed(2, down(500), 'a');
    expect(breaker.admits(2)).toBe(true);
    breaker.failed(3, new PanelError({ class: 'invalid', operation: 'patch user' }), 'a');
    expect(breaker.isProbeDue(3)).toBe(false);
  });

  it('opens at once for what only the operator can mend', () => {
    const breaker = createBreaker({ now: () => new Date(0) });
    const wrongKey = new PanelError({ class: 'unauthorized', operation: 'find user' });
    expect(breaker.failed(1, wrongKey, 'a')).toBe('opened');
    expect(breaker.reason(1)).toBe('unauthorized');
  });
});

describe('what is kept of a panel', () => {
  const key = Buffer.alloc(32, 7).toString('base64url');

  it('opens for its own purpose and key, and not when a byte was changed', () => {
    const seal = createSeal(key);
    const sealed = seal.close('secret path', 'panel access');
    expect(sealed).not.toContain('secret');
    expect(seal.open(sealed, 'panel access')).toBe('secret path');
    expect(seal.open(sealed, 'something else')).toBeUndefined();
    expect(
      createSeal(Buffer.alloc(32, 8).toString('base64url')).open(sealed, 'panel access'),
    ).toBeUndefined();
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(seal.open(`v1.${changed.toString('base64url')}`, 'panel access')).toBeUndefined();
    }
    expect(seal.close('secret path', 'panel access')).not.toBe(sealed);
  });
});

describe('the address of a new panel', () => {
  const resolve = async (host: string) =>
    host === 'inside.example.com' ? ['8.8.4.4', '10.1.2.3'] : ['8.8.8.8'];
  const check = (typed: string, allowPrivate = false) => checkPanelAddress(typed, { allowPrivate, resolve });

  it('is an https address outside private networks, whatever its DNS says', async () => {
    expect(await check('https://vpn.example.com/some/path')).toBe('https://vpn.example.com');
    for (const typed of [
      'http://vpn.example.com',
      'ftp://vpn.example.com',
      'vpn',
      'https://a:b@vpn.example.com',
    ])
      await expect(check(typed)).rejects.toMatchObject({ code: 'panel.bad-address' });
    for (const typed of [
      'https://inside.example.com',
      'https://127.0.0.1',
      'https://2130706433',
      'https://0x7f.1',
      'https://[::1]',
      'https://[::ffff:10.0.0.1]',
      'https://[fd00::1]',
      'https://169.254.169.254',
    ])
      await expect(check(typed)).rejects.toMatchObject({ code: 'panel.private-address' });
    expect(await check('http://127.0.0.1:9000', true)).toBe('http://127.0.0.1:9000');
  });

  it('counts every address of nobody as inside', () => {
    for (const address of [
      '0.0.0.0',
      '100.64.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '::',
      'fe80::1',
      'nonsense',
    ])
      expect(isInsideAddress(address)).toBe(true);
    for (const address of ['1.1.1.1', '2606:4700:4700::1111']) expect(isInsideAddress(address)).toBe(false);
  });
});

describe('the last date of an account', () => {
  const at = (text: string) => new Date(text);
  const daysOf = (expiresAt: string, timeZone: string) =>
    desiredPanelUser(
      { startedAt: at('2026-03-01T12:00:00Z'), expiresAt: at(expiresAt), dataLimitBytes: 1 } as Subscription,
      { blocked: false },
      timeZone,
    ).packageDays;

  it('is the date of the last moment that is paid for, on the calendar of the panel', () => {
    expect(daysOf('2026-03-31T12:00:00Z', 'UTC')).toBe(30);
    expect(daysOf('2026-03-31T00:00:00Z', 'UTC')).toBe(29);
    expect(daysOf('2026-03-31T22:30:00Z', 'UTC')).toBe(30);
    expect(daysOf('2026-03-31T22:30:00Z', 'Europe/Moscow')).toBe(31);
    // Summer time begins in between.
    expect(daysOf('2026-03-31T22:00:00Z', 'Europe/Berlin')).toBe(30);
    expect(daysOf('2026-02-01T00:00:00Z', 'UTC')).toBe(0);
  });
});

describe('the fleet', () => {
  let bench: FleetBench;
  afterEach(() => bench.stop());

  it('the panel of the settings is one row however often the start is repeated, and follows what changes', async () => {
    bench = await startFleet({ idle: true });
    const { fleet } = bench.services;
    const { panel } = bench;
    const [row] = await fleet.list();
    const settings = {
      url: panel.url,
      domain: panel.domain,
      timeZone: 'UTC',
      needsReapply: false,
      adminPath: panel.adminPath,
      clientPath: panel.clientPath,
      apiKey: panel.adminKey,
    };
    expect(row?.sealedAccess).not.toContain(panel.adminKey);
    await Promise.all([fleet.bootstrap(settings), fleet.bootstrap(settings)]);
    expect(await fleet.list()).toEqual([row]);
    const old = await fleet.clientFor(bench.panelId);
    await fleet.bootstrap({ ...settings, clientPath: 'another', timeZone: 'Asia/Tehran' });
    expect(await fleet.list()).toMatchObject([{ id: row?.id, revision: 2, timeZone: 'Asia/Tehran' }]);
    const fresh = await fleet.clientFor(bench.panelId);
    expect(fresh).not.toBe(old);
    expect(fresh?.subscriptionUrl(crypto.randomUUID())).toContain('/another/');
  });

  it('new people go to active panels of the group with room, by weight', async () => {
    bench = await startFleet({ panels: 3, idle: true });
    const { db } = bench.database;
    const [one, two, three] = bench.panels.map(({ row }) => row.id) as [number, number, number];
    await updatePanel(db, one, { weight: 1 });
    await updatePanel(db, two, { weight: 3 });
    await updatePanel(db, three, { group: 'fast' });
    const drawn = [0, 0.24, 0.26, 0.5, 0.99].map(
      async (dice) => (await choosePanel(db, 'main', { random: () => dice }))?.id,
    );
    expect(await Promise.all(drawn)).toEqual([one, one, two, two, two]);
    expect((await choosePanel(db, 'fast'))?.id).toBe(three);
    await updatePanel(db, two, { capacity: 1 });
    await bench.grant({ panelId: two });
    expect((await choosePanel(db, 'main', { random: () => 0.99 }))?.id).toBe(one);
    const drained = { ...bench.cause(), actorId: adminId };
    await bench.side.desk.setState(drained, one, 'draining');
    expect(await choosePanel(db, 'main')).toBeUndefined();
  });

  it('only admins see and change panels', async () => {
    bench = await startFleet({ idle: true });
    const stranger = await bench.person();
    await expect(bench.side.desk.list(stranger)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(bench.side.desk.setState(bench.cause(stranger), bench.panelId, 'off')).rejects.toMatchObject(
      {
        code: 'not-allowed',
      },
    );
    expect(await bench.side.desk.list(adminId)).toHaveLength(1);
  });

  it('a panel is tried before it is added: the answer says which of its settings is wrong', async () => {
    bench = await startFleet({ panels: 2, idle: true, settings: { PANEL_ALLOW_PRIVATE: 'yes' } });
    const { url, adminPath, clientPath, adminKey: apiKey } = bench.panel;
    const { desk } = bench.side;
    const draft = { url, adminPath, clientPath, apiKey };
    expect(await desk.test(adminId, draft)).toMatchObject({ ok: true, version: '12.0.0' });
    expect(await desk.test(adminId, { ...draft, adminPath: clientPath, clientPath: adminPath })).toEqual({
      ok: false,
      wrong: 'paths-swapped',
    });
    expect(await desk.test(adminId, { ...draft, apiKey: crypto.randomUUID() })).toEqual({
      ok: false,
      wrong: 'key',
    });
    const row = { ...draft, name: 'x', timeZone: 'UTC' };
    await expect(desk.add(bench.cause(), row)).rejects.toMatchObject({ code: 'panel.taken' });
  });

  it('where panels stand is looked at when they are connected to; that of the settings may stand anywhere', async () => {
    const resolve = async () => ['8.8.8.8', '127.0.0.1'];
    const settings = { PANEL_ALLOW_PRIVATE: 'no' };
    bench = await startFleet({ panels: 3, idle: true, timeoutMs: 300, settings, resolve });
    const { fleet } = bench.services;
    const [own, plain, named] = bench.panels.map(({ row }) => row.id) as [number, number, number];
    const { port } = new URL(bench.panels[2]?.standIn.url ?? '');
    await updatePanel(bench.database.db, named, { url: `https://vpn.example.com:${port}` });
    const shut = async () => {
      await bench.side.watch.look();
      return [own, plain, named].map((id) => fleet.shutBecause(id));
    };
    expect(await shut()).toEqual([undefined, 'private-address', 'private-address']);
    expect(bench.side.watch.isWell(own)).toBe(true);
    for (const { standIn } of bench.panels.slice(1)) expect(standIn.control.requests()).toEqual([]);
  });
});
