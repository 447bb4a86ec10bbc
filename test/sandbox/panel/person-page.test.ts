import { describe, expect, it } from 'vitest';
import { openPanel } from './open-panel.ts';

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/120' };

describe('the page of a person', () => {
  it('shows the name, what is used, the days left and links that work', async () => {
    const seedUsers = [
      { name: 'Ann', usageLimitGb: 30, currentUsageGb: 1.5, packageDays: 30, startDate: '2026-11-20' },
    ];
    const { panel } = await openPanel({ seedUsers });
    const uuid = panel.control.users()[0]?.uuid ?? '';
    const base = `${panel.url}/${panel.clientPath}/${uuid}/`;
    const page = await (await fetch(base, { headers: browser })).text();
    for (const part of [
      'Ann',
      '1.50 of 30 GB',
      '<dd>27</dd>',
      'Active',
      'vless://',
      'hysteria2://',
      'ss://',
    ]) {
      expect(page).toContain(part);
    }
    for (const [, path] of page.matchAll(/<a href="([^"]+)"/g)) {
      expect((await fetch(new URL(path ?? '', base))).status).toBe(200);
    }
  });

  it('says that the package has ended', async () => {
    const { panel } = await openPanel({
      seedUsers: [{ name: 'Ann', packageDays: 1, startDate: '2026-11-01' }],
    });
    const uuid = panel.control.users()[0]?.uuid ?? '';
    const page = await (
      await fetch(`${panel.url}/${panel.clientPath}/${uuid}/`, { headers: browser })
    ).text();
    expect(page).toContain('Package ended');
  });
});

describe('bulk actions', () => {
  it('exist on v14 with one apply for all, and nowhere before', async () => {
    for (const profile of ['v10-12', 'v13', 'v14'] as const) {
      const { panel, call } = await openPanel({ profile, seedUsers: [{ name: 'Ann' }, { name: 'Bob' }] });
      const uuids = panel.control.users().map((user) => user.uuid);
      const body = JSON.stringify({ action: 'disable', uuids });
      const answer = await call('/admin/users/bulk/', { method: 'POST', body });
      expect(answer.status).toBe({ 'v10-12': 500, v13: 404, v14: 200 }[profile]);
      const off = panel.control.users().filter((user) => !user.enable).length;
      expect([off, panel.control.cores().applyCount]).toEqual(profile === 'v14' ? [2, 1] : [0, 0]);
    }
  });

  it('keep at least one user', async () => {
    const { panel, call } = await openPanel({ profile: 'v14', seedUsers: [{ name: 'Ann' }] });
    const uuids = panel.control.users().map((user) => user.uuid);
    const answer = await call('/admin/users/bulk/', {
      method: 'POST',
      body: JSON.stringify({ action: 'delete', uuids }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { detail: {}, message: 'At least one user must exist' },
    ]);
  });
});
