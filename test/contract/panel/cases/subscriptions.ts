import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readLink } from '../../../../src/features/keys/protocols/reality/link.rules.ts';
import { createCaller, shiftDate } from '../caller.ts';
import { byEra, isLegacy, type PanelTarget, refusalOf } from '../target.ts';

/** Golden cases 37 and 38 and the addresses a person's app fetches. */
export function defineSubscriptionCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const legacy = isLegacy(target);
  const era = byEra(target);
  const fetch = (uuid: string, path: string, agent = 'curl/8') =>
    panel.raw(`/${target.clientPath}/${uuid}/${path}`, {
      headers: { accept: '*/*', 'content-type': null, 'user-agent': agent },
    });

  describe('a subscription', () => {
    it('says in one header what is used, what is allowed and when it ends', async () => {
      const start = shiftDate(target.today(), -3);
      const uuid = await panel.createUser({
        usage_limit_GB: 30,
        current_usage_GB: 1.5,
        package_days: 30,
        start_date: start,
      });
      const { headers, status } = await fetch(uuid, 'sub/');
      expect(status).toBe(200);
      const expire = Date.parse(shiftDate(start, 30)) / 1000;
      expect(headers['subscription-userinfo']).toBe(
        `upload=0;download=1610612736;total=32212254720;expire=${expire}`,
      );
      expect(headers['profile-update-interval']).toBe('1');
      const title = Buffer.from(String(headers['profile-title']).replace('base64:', ''), 'base64').toString();
      expect(title).toMatch(/ contract$/);
      expect(headers['profile-web-page-url']).toMatch(/^https:.*\/sub\/$/);
    });

    it('that has not started ends package_days from today', async () => {
      const uuid = await panel.createUser({ package_days: 30 });
      const expire = Date.parse(shiftDate(target.today(), 30)) / 1000;
      expect((await fetch(uuid, 'sub/')).headers['subscription-userinfo']).toContain(`expire=${expire}`);
    });

    it('calls a large limit none at all, in comments before the fake node', async () => {
      const uuid = await panel.createUser({ usage_limit_GB: 100_000, package_days: 1000 });
      const lines = (await fetch(uuid, 'sub/')).text.split('\n');
      expect(lines.slice(0, 2)).toEqual(['#No Usage Limit', '#No Time Limit']);
      const other = await panel.createUser({ usage_limit_GB: 2500, package_days: 1 });
      expect(decodeURIComponent((await fetch(other, 'sub/')).text)).toContain('⏳ 0.0/2.5TB 📅 1 Days');
    });

    it('lists a fake node with what is left and then real links', async () => {
      const uuid = await panel.createUser({ usage_limit_GB: 30, package_days: 30 });
      const plain = (await fetch(uuid, 'sub/')).text;
      const fake = plain.split('\n').find((line) => line.startsWith('trojan://1@'));
      expect(decodeURIComponent(fake ?? '')).toContain('⏳ 0.0/30GB 📅 30 Days');
      expect(plain).toContain(`vless://${uuid}@`);
      const encoded = await fetch(uuid, 'sub64/');
      expect(Buffer.from(encoded.text, 'base64').toString()).toContain(`vless://${uuid}@`);
    });

    it('of an inactive user keeps full sing-box configs before v13, of an inactive user is empty for sing-box from v13 on', async () => {
      const uuid = await panel.createUser({ enable: false });
      const lines = (await fetch(uuid, 'sub/')).text.split('\n').filter((line) => /^[^#]/.test(line));
      expect(lines).toHaveLength(2);
      expect(decodeURIComponent(lines[0] ?? '')).toContain('✖');
      expect(lines[1]).toBe('trojan://1@1.1.1.1#%E2%9C%96%20Package%20Ended');
      const singbox = await fetch(uuid, 'singbox/');
      expect(singbox.headers['content-type']).toBe('application/json');
      expect(singbox.text.includes(uuid)).toBe(legacy);
      expect((await fetch(uuid, 'clashmeta/')).text).toContain(uuid);
    });

    it('has every app come to the Reality inbound over TCP in one way, without encryption', async () => {
      const uuid = await panel.createUser();
      const read = async (agent: string) => {
        const lines = (await fetch(uuid, 'sub/', agent)).text.split('\n');
        return lines.flatMap((line) => readLink(line.trim())?.access ?? []);
      };
      const plain = await read('curl/8');
      // Before 14 a panel has no domain for Reality of its own accord.
      expect(plain.length).toBeGreaterThanOrEqual(target.profile === 'v14' ? 1 : 0);
      expect(plain.filter(({ encryption }) => encryption !== undefined)).toEqual([]);
      // As an app of Xray it is offered other ways beside, with an encryption that this inbound does not take.
      for (const agent of [
        'v2rayNG/1.10.24',
        'Happ/1.0',
        'Streisand',
        'HiddifyNext/4.1.1',
        'hiddify-shop/1.0',
      ])
        expect(await read(agent)).toEqual(plain);
    });

    const formsSeconds = 120; // a real v13 panel renders each form for seconds
    it('takes its form from the app that asks', { timeout: formsSeconds * 1000 }, async () => {
      const uuid = await panel.createUser();
      const form = async (agent: string) => describeForm(await fetch(uuid, '', agent));
      expect(await form('HiddifyNext/2.0.5 (android)')).toBe('sing-box');
      expect(await form('SFA/1.8.0')).toBe('sing-box');
      expect(await form('ClashMeta/1')).toBe('clash');
      expect(await form('v2rayNG/1.8.20')).toBe('xray');
      expect(await form('v2rayNG/1.8.10')).toBe('base64');
      expect(await form('Streisand')).toBe('xray');
      for (const agent of ['Happ/1', 'mihomo/1.19', 'curl/8']) expect(await form(agent)).toBe('base64');
      expect(await form('Mozilla/5.0 (X11; Linux x86_64) Firefox/120')).toBe('page');
    });

    it('accepts its paths with and without the slash, and the base only with it', async () => {
      const uuid = await panel.createUser();
      expect((await fetch(uuid, 'sub')).status).toBe(200);
      expect((await panel.raw(`/${target.clientPath}/${uuid}`)).status).toBe(308);
    });

    it('of nobody leads to a login, and an interface refuses it', async () => {
      const nobody = randomUUID();
      const page = await fetch(nobody, 'sub/');
      expect([page.status, page.headers.location]).toEqual([
        302,
        `/${target.clientPath}/?force=1&next=/${target.clientPath}/sub/&user=${nobody}`,
      ]);
      const refused = await fetch(nobody, 'api/v2/user/me/');
      const { status, message } = refusalOf(target);
      expect([refused.status, refused.json.msg]).toEqual([status, message]);
    });

    it('is refused to a robot that wants a preview', async () => {
      const uuid = await panel.createUser();
      expect((await fetch(uuid, '', 'TelegramBot (like TwitterBot)')).status).toBe(400);
    });
  });

  describe('a person’s own interface', () => {
    it('tells what is left, even to a disabled user', async () => {
      const uuid = await panel.createUser({
        name: 'Own Page',
        usage_limit_GB: 30,
        package_days: 12,
        enable: false,
        telegram_id: 5,
      });
      const { json, status } = await fetch(uuid, 'api/v2/user/me/');
      expect(status).toBe(200);
      expect(json).toMatchObject({
        profile_title: 'Own Page',
        profile_usage_total: 30,
        profile_usage_current: 0,
      });
      expect(json).toMatchObject({
        profile_remaining_days: 12,
        profile_reset_days: 10_000,
        telegram_id: 5,
        lang: 'en',
      });
      expect(json.profile_url).toMatch(new RegExp(`/${target.clientPath}/${uuid}/#Own%20Page$`));
    });

    it('lists subscriptions first and then one link per proxy', async () => {
      const uuid = await panel.createUser();
      const items = JSON.parse((await fetch(uuid, 'api/v2/user/all-configs/')).text) as Record<
        string,
        string
      >[];
      expect(items.slice(0, 5).map((item) => item.name)).toEqual([
        'Auto',
        target.profile === 'v14' ? 'Hiddify / Singbox' : 'Full Singbox',
        'Full Xray',
        'Subscription link',
        'Subscription link b64',
      ]);
      expect(Object.keys(items[0] ?? {})).toEqual([
        ...(target.profile === 'v14' ? ['category'] : []),
        'domain',
        'link',
        'name',
        'protocol',
        'security',
        'transport',
        'type',
      ]);
      expect(items.some((item) => item.link?.startsWith(`vless://${uuid}@`))).toBe(true);
    });

    it('crashes when one of its two keys is missing before v13, takes either of its two keys from v13 on', async () => {
      const uuid = await panel.createUser();
      const path = `/${target.clientPath}/${uuid}/api/v2/user/me/`;
      const half = await panel.raw(path, { method: 'PATCH', body: { telegram_id: 9 } });
      expect(half.status).toBe(legacy ? 500 : 200);
      expect(half.json).toEqual(era({ msg: "'language'" }, { message: 'ok' }));
      const whole = await panel.raw(path, { method: 'PATCH', body: { telegram_id: 9, language: 'ru' } });
      expect(whole.json).toEqual({ message: 'ok' });
      expect(await panel.readUser(uuid)).toMatchObject({ telegram_id: 9, lang: 'ru' });
    });

    it('wants a platform for its apps unless a browser asks', async () => {
      const uuid = await panel.createUser();
      const refused = await fetch(uuid, 'api/v2/user/apps/');
      expect([refused.status, refused.json.msg]).toEqual([400, 'Your selected platform is invalid!']);
      const apps = JSON.parse((await fetch(uuid, 'api/v2/user/apps/?platform=android')).text) as Record<
        string,
        unknown
      >[];
      expect(apps[0]?.deeplink).toMatch(new RegExp(`^hiddify://import/https://.*/${uuid}/$`));
      const proxies = await fetch(uuid, 'api/v2/user/mtproxies/');
      expect(proxies.status).toBe(target.profile === 'v14' ? 200 : 404);
    });
  });
}

function describeForm(answer: { text: string; headers: Record<string, unknown> }): string {
  const type = String(answer.headers['content-type']);
  if (type.startsWith('text/html')) return 'page';
  if (type.startsWith('application/json')) return answer.text.startsWith('[') ? 'xray' : 'sing-box';
  if (/^[\w+/=]+$/.test(answer.text)) return 'base64';
  return answer.text.includes('proxies:') ? 'clash' : 'links';
}
