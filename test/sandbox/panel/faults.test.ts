import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openPanel } from './open-panel.ts';

describe('a panel that is down', () => {
  it('refuses connections until it is up again on the same port', async () => {
    const { panel, call } = await openPanel();
    await panel.control.setFaults({ down: true, downAs: 'refused' });
    await expect(call('/panel/info/')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await panel.control.setFaults({ down: false });
    expect((await call('/panel/info/')).status).toBe(200);
  });

  it('cuts the connection or lets the proxy say 502, and does nothing either way', async () => {
    const { panel, post } = await openPanel();
    const before = panel.control.users().length;
    await panel.control.setFaults({ down: true, downAs: 'reset' });
    await expect(post({ name: 'lost' })).rejects.toThrow('fetch failed');
    await panel.control.setFaults({ downAs: 'badGateway' });
    const answer = await post({ name: 'lost' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(panel.control.users()).toHaveLength(before);
  });
});

describe('a panel whose answer gets lost', () => {
  it('saves the user and answers 502', async () => {
    const { panel, post } = await openPanel();
    panel.control.faultNext(1, { savesThen502: true });
    expect((await post({ name: 'saved' })).status).toBe(502);
    expect(panel.control.users().map((user) => user.name)).toContain('saved');
    expect((await post({ name: 'next' })).status).toBe(200);
  });

  it('saves the user and never answers', async () => {
    const { panel, call } = await openPanel();
    panel.control.faultNext(1, { hang: true });
    const body = JSON.stringify({ name: 'silent' });
    const waiting = call('/admin/user/', { method: 'POST', body, signal: AbortSignal.timeout(200) });
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(panel.control.users().map((user) => user.name)).toContain('silent');
  });
});

describe('a panel that breaks inside', () => {
  it('leaves an active ghost when a create dies between its commits', async () => {
    const { panel, post } = await openPanel();
    panel.control.faultNext(1, { failBetweenCommits: true }, { method: 'POST' });
    const uuid = randomUUID();
    expect((await post({ uuid, name: 'half', package_days: 3 })).status).toBe(500);
    expect(panel.control.users().find((user) => user.uuid === uuid)).toMatchObject({
      name: 'unknown',
      package_days: 90,
    });
  });

  it('leaves a user out of Xray when a change dies after the removal', async () => {
    const { panel, patch } = await openPanel({ seedUsers: [{ name: 'Ann' }] });
    const [user] = panel.control.users();
    const uuid = user?.uuid ?? '';
    panel.control.faultNext(1, { failBetweenCommits: true });
    expect((await patch(uuid, { comment: 'x' })).status).toBe(500);
    expect(panel.control.cores().xray).not.toContain(uuid);
    expect((await patch(uuid, {})).status).toBe(200);
    expect(panel.control.cores().xray).toContain(uuid);
  });

  it('turns one failing create without a uuid into four ghosts when the proxy repeats it', async () => {
    const { panel, post } = await openPanel({ seedUsers: [] });
    await panel.control.setFaults({ proxyReplay: true, failBetweenCommits: true });
    expect((await post({ name: 'once' })).status).toBe(500);
    expect(panel.control.users().map((user) => user.name)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('ends a repeated create with our uuid in "The user exists"', async () => {
    const { panel, post } = await openPanel({ seedUsers: [] });
    await panel.control.setFaults({ proxyReplay: true, failBetweenCommits: true });
    expect((await post({ uuid: randomUUID(), name: 'once' })).status).toBe(400);
    expect(panel.control.users()).toHaveLength(1);
  });
});

describe('a panel that lies', () => {
  it('shows an empty list although it has users', async () => {
    const { panel, call } = await openPanel();
    await panel.control.setFaults({ emptyList: true });
    const answer = await call('/admin/user/');
    expect([answer.status, await answer.json()]).toEqual([404, { detail: {}, message: 'You have no user' }]);
  });

  it('hides about the asked share of its users from the list and from single reads alike', async () => {
    const seedUsers = Array.from({ length: 100 }, (_, index) => ({ name: `user ${index}` }));
    const { panel, call } = await openPanel({ seedUsers });
    await panel.control.setFaults({ phantomDeletedShare: 0.3 });
    const rows = (await (await call('/admin/user/')).json()) as { uuid: string }[];
    expect(rows).toHaveLength(70);
    const shown = new Set(rows.map((row) => row.uuid));
    const hidden = panel.control.users().find((user) => !shown.has(user.uuid));
    expect((await call(`/admin/user/${hidden?.uuid}/`)).status).toBe(404);
    await panel.control.clearFaults();
    expect((await call(`/admin/user/${hidden?.uuid}/`)).status).toBe(200);
  });

  it('shows a website for everything, or refuses every key', async () => {
    const { panel, call } = await openPanel();
    await panel.control.setFaults({ html: true });
    expect((await call('/admin/user/')).headers.get('content-type')).toContain('text/html');
    await panel.control.setFaults({ html: false, wrongKey: true });
    expect((await call('/admin/user/')).status).toBe(403);
  });
});

describe('limited faults', () => {
  it('wait for the request they are meant for and are used up in order', async () => {
    const { panel, call, post } = await openPanel();
    panel.control.faultNext(2, { savesThen502: true }, { method: 'POST', pathIncludes: '/admin/user/' });
    expect((await call('/panel/info/')).status).toBe(200);
    const statuses = [
      (await post({ name: 'a' })).status,
      (await post({ name: 'b' })).status,
      (await post({ name: 'c' })).status,
    ];
    expect(statuses).toEqual([502, 502, 200]);
  });
});

describe('Python 3.13 before v13', () => {
  it('lets an agent’s key do what only the owner may, and v13 does not', async () => {
    for (const [profile, status] of [
      ['v10-12', 200],
      ['v13', 403],
    ] as const) {
      const { panel, call } = await openPanel({ profile });
      await panel.control.setFaults({ roleBypass: true });
      const key = panel.control.seedAdmin('Agent', 'agent');
      const answer = await call('/admin/update_user_usage/', { headers: { 'Hiddify-API-Key': key } });
      expect(answer.status).toBe(status);
    }
  });
});
