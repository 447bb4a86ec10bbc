import { describe, expect, it } from 'vitest';
import type { PanelProfile } from '@hiddify-vpn-bot/sandbox/panel/profiles.ts';
import { openPanel } from './open-panel.ts';

async function openPage(profile: PanelProfile = 'v10-12') {
  const open = await openPanel({ profile, seedUsers: [{ name: '<b>Ann</b> & co', usageLimitGb: 30 }] });
  const { page, url } = open.panel;
  const read = async (language = 'en', headers = {}) =>
    await fetch(`${page}?lang=${language}`, { headers, redirect: 'manual' });
  const press = async (form: Record<string, string>, headers: Record<string, string> = { origin: url }) =>
    await fetch(page, { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' });
  return { ...open, read, press };
}

describe('the own page of the panel', () => {
  it.for(['v10-12', 'v12.3.0', 'v13', 'v14'] as const)(
    'of %s tells version, people and requests in both languages, and no secret',
    async (profile) => {
      const { panel, call, read } = await openPage(profile);
      await call('/admin/user/');
      const [english, russian] = [await (await read()).text(), await (await read('ru')).text()];
      expect(english).toContain(`Hiddify ${panel.version}`);
      expect(english).toContain('Users: 1');
      expect(russian).toContain('Пользователи: 1');
      expect(english.includes('nobody gets connected')).toBe(profile === 'v12.3.0');
      expect(english).toContain('/&#60;admin&#62;/api/v2/admin/user/');
      expect(english).not.toContain('<b>Ann</b>');
      const uuid = panel.control.users()[0]?.uuid ?? '?';
      for (const secret of [panel.adminPath, panel.clientPath, panel.adminKey, uuid])
        expect(english).not.toContain(secret);
    },
  );

  it('breaks the panel and mends it, and answers itself whatever is broken', async () => {
    const { panel, call, press, read } = await openPage();
    expect((await press({ down: 'yes' })).status).toBe(303);
    await press({ slowMs: '60000' });
    await press({ phantomDeletedShare: '0.3' });
    expect(panel.control.faults()).toMatchObject({ down: true, slowMs: 60_000, phantomDeletedShare: 0.3 });
    await press({ slowMs: '0' });
    await expect(call('/panel/info/')).rejects.toThrow('fetch failed');
    expect(await (await read()).text()).toContain('2 things are broken');
    await press({ heal: 'yes' });
    expect((await call('/panel/info/')).status).toBe(200);
    expect(panel.control.requests().map(({ path }) => path)).not.toContain('/stand-in/');
  });

  it('takes only what it offers', async () => {
    const { panel, press } = await openPage();
    const before = panel.control.faults();
    await press({ slowMs: '123', proxyTimeoutMs: '1', down: 'maybe', downAs: 'refused', nonsense: 'yes' });
    expect(panel.control.faults()).toEqual(before);
  });

  it('shows and does nothing for another site in the same browser', async () => {
    const { panel, press, read } = await openPage();
    for (const origin of ['https://example.com', 'null', panel.url.replace('127.0.0.1', 'localhost')])
      expect((await press({ down: 'yes' }, { origin })).status).toBe(403);
    expect((await press({ down: 'yes' }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(panel.control.faults().down).toBe(false);
    const { request } = await import('undici');
    const foreign = await request(panel.page, { headers: { host: 'evil.example:80' } });
    expect(foreign.statusCode).toBe(403);
    await foreign.body.dump();
    expect((await read()).status).toBe(200);
  });
});
