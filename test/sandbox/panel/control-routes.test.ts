import Fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { panelControlRoutes } from '@hiddify-vpn-bot/sandbox/panel/control-routes.ts';
import { openPanel } from './open-panel.ts';

async function openControl() {
  const open = await openPanel({ seedUsers: [{ name: 'Ann', usageLimitGb: 30 }] });
  const app = Fastify();
  onTestFinished(() => app.close());
  await app.register(panelControlRoutes(open.panel));
  return { ...open, app };
}

describe('the control routes', () => {
  it('show the profile, the users, the faults, the applies and the requests without secrets', async () => {
    const { app, panel, call } = await openControl();
    await call('/admin/user/');
    const uuid = panel.control.users()[0]?.uuid ?? '';
    await fetch(`${panel.url}/${panel.clientPath}/${uuid}/sub/`);
    const state = (await app.inject('/control/panel/state')).json();
    expect(state).toMatchObject({
      profile: 'v10-12',
      version: '12.0.0',
      applyCount: 0,
      faults: { down: false },
    });
    expect(state.users).toMatchObject([{ name: 'Ann', usage_limit_GB: 30, is_active: true }]);
    expect(state.requests.map((request: { path: string }) => request.path)).toEqual([
      '/<admin>/api/v2/admin/user/',
      `/<client>/${uuid.slice(0, 8)}…/sub/`,
    ]);
    const log = JSON.stringify(state.requests);
    for (const secret of [panel.adminPath, panel.clientPath, panel.adminKey, uuid])
      expect(log).not.toContain(secret);
  });

  it('change faults, add usage and wipe the table', async () => {
    const { app, panel, call } = await openControl();
    const faults = await app.inject({
      method: 'PUT',
      url: '/control/panel/faults',
      payload: { savesThen502: true },
    });
    expect(faults.json()).toMatchObject({ savesThen502: true, down: false });
    expect((await call('/admin/user/', { method: 'POST', body: '{}' })).status).toBe(502);
    expect((await call('/panel/info/')).status).toBe(200);
    await app.inject({ method: 'PUT', url: '/control/panel/faults', payload: { savesThen502: false } });

    const uuid = panel.control.users()[0]?.uuid;
    const usage = {
      method: 'POST',
      url: `/control/panel/users/${uuid}/usage`,
      payload: { gigabytes: 1.5 },
    } as const;
    expect((await app.inject(usage)).json()).toMatchObject({
      current_usage_GB: 1.5,
      start_date: '2026-11-23',
    });
    expect((await app.inject({ ...usage, url: '/control/panel/users/nobody/usage' })).statusCode).toBe(404);

    expect((await app.inject({ method: 'POST', url: '/control/panel/wipe' })).json()).toEqual({ users: [] });
    expect((await call('/admin/user/')).status).toBe(404);
  });

  it('refuse a fault of the wrong kind', async () => {
    const { app, panel } = await openControl();
    const answer = await app.inject({
      method: 'PUT',
      url: '/control/panel/faults',
      payload: { slowMs: 'much' },
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(panel.control.faults().slowMs).toBe(0);
  });
});
