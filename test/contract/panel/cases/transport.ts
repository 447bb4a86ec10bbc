import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../caller.ts';
import { isLegacy, type PanelTarget, refusalOf, itWhere } from '../target.ts';

/** Golden cases 23 to 29 and 39: paths, keys, Accept, robots, slashes, and the proxy in front. */
export function defineTransportCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const legacy = isLegacy(target);
  const { setFaults, setOutside } = target.capabilities;
  const list = `/${target.adminPath}/api/v2/admin/user/`;

  describe('keys and paths', () => {
    it.each([null, randomUUID(), 'nonsense'])('refuse key %s in the panel’s own spelling', async (key) => {
      const answer = await panel.admin('/admin/user/', { headers: { 'Hiddify-API-Key': key } });
      const { status, message } = refusalOf(target);
      expect([answer.status, answer.json]).toEqual([status, { detail: {}, message }]);
    });

    it('refuse a user’s key on the admin path and the owner’s on the client path', async () => {
      const uuid = await panel.createUser();
      const user = await panel.admin('/admin/user/', { headers: { 'Hiddify-API-Key': uuid } });
      const own = `/${target.clientPath}/api/v2/user/me/`;
      const owner = await panel.raw(own, { headers: { 'Hiddify-API-Key': target.adminKey } });
      expect([user.status, owner.status]).toEqual([refusalOf(target).status, refusalOf(target).status]);
      expect((await panel.raw(own, { headers: { 'Hiddify-API-Key': uuid } })).status).toBe(200);
    });

    it('accept an upper-case key, Basic with an empty password, and the session cookie', async () => {
      const upper = await panel.admin('/admin/me/', {
        headers: { 'Hiddify-API-Key': target.adminKey.toUpperCase() },
      });
      expect(upper.status).toBe(200);
      const basic = Buffer.from(`${target.adminKey}:`).toString('base64');
      const path = `/${target.adminPath}/api/v2/admin/me/`;
      expect((await panel.raw(path, { headers: { authorization: `Basic ${basic}` } })).status).toBe(200);
      const cookie = String(upper.headers['set-cookie']);
      expect(cookie).toMatch(/^session=[\w-]+; Expires=[^;]+ GMT; HttpOnly; Path=\/$/);
      expect((await panel.raw(path, { headers: { cookie: cookie.split(';')[0] ?? '' } })).status).toBe(200);
      expect((await panel.raw(path)).status).toBe(refusalOf(target).status);
    });

    it('answer 400 when the two secret paths are swapped or wrong', async () => {
      const key = { 'Hiddify-API-Key': target.adminKey };
      const paths = [
        `/${target.clientPath}/api/v2/admin/user/`,
        `/${target.adminPath}/api/v2/user/me/`,
        '/wrong/api/v2/admin/user/',
      ];
      for (const path of paths) {
        const answer = await panel.raw(path, { headers: key });
        expect([answer.status, answer.json]).toEqual([400, { detail: {}, message: 'invalid request' }]);
      }
    });

    itWhere(setOutside !== undefined)('show a decoy website for a wrong path from outside', async () => {
      setOutside?.(true);
      const answer = await panel.raw('/wrong/api/v2/admin/user/', {
        headers: { 'Hiddify-API-Key': target.adminKey },
      });
      setOutside?.(false);
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toContain('text/html');
    });

    const bypass = legacy && target.rolesSkipped;
    it('ask for a key even for a ping, except on Python 3.13 before v13', async () => {
      for (const route of ['ping', 'info']) {
        const answer = await panel.raw(`/${target.adminPath}/api/v2/panel/${route}/`);
        expect(answer.status).toBe(bypass ? 200 : refusalOf(target).status);
      }
    });
  });

  describe('errors', () => {
    it('wrap an unknown route and a wrong method into a 500 before v13, are real 404 and 405 from v13 on', async () => {
      const unknown = await panel.admin('/admin/nowhere/');
      const malformed = await panel.admin('/admin/user/not-a-uuid/');
      const method = await panel.admin('/admin/user/', { method: 'PUT' });
      expect([unknown.status, malformed.status, method.status]).toEqual(
        legacy ? [500, 500, 500] : [404, 404, 405],
      );
      expect(unknown.json.msg).toMatch(
        legacy ? /^404 Not Found: The requested/ : /^The requested URL was not found/,
      );
      expect(method.json.msg).toMatch(legacy ? /^405 Method Not Allowed: / : /^The method is not allowed/);
    });

    it('follow the Accept header: message for JSON or nothing, msg for anything', async () => {
      const path = `/admin/user/${randomUUID()}/`;
      for (const accept of ['application/json', null]) {
        const answer = await panel.admin(path, { headers: { accept } });
        expect(answer.json).toEqual({ detail: {}, message: 'User not found' });
      }
      for (const accept of ['*/*', 'application/json, text/plain, */*', 'text/html']) {
        const answer = await panel.admin(path, { headers: { accept } });
        const both = { detail: {}, message: 'User not found', msg: 'User not found' };
        expect(answer.json).toEqual(target.profile === 'v14' ? both : { msg: 'User not found' });
      }
    });
  });

  describe('requests', () => {
    const robots = [
      'MyTelegramBot/1.0',
      'vpn-bot/1.0',
      'robot',
      'TelegramBot (like TwitterBot)',
      'my spider',
      'crawler',
      'bottle/1',
    ];
    it.each(robots)('from the robot %s are refused before anything else', async (robot) => {
      const answer = await panel.admin('/panel/info/', { headers: { 'user-agent': robot } });
      expect([answer.status, answer.json]).toEqual([400, { detail: {}, message: 'invalid' }]);
    });

    it.each(['node', 'undici', 'axios/1.7.9', 'curl/8', 'hiddify-shop/1.0', 'telegraf'])(
      'from %s are served',
      async (agent) => {
        const answer = await panel.admin('/panel/info/', { headers: { 'user-agent': agent } });
        expect(answer.status).toBe(200);
      },
    );

    it('without the slash at the end are sent to http unless the proxy said https', async () => {
      const headers = { 'Hiddify-API-Key': target.adminKey };
      const plain = await panel.raw(list.slice(0, -1), {
        headers: { ...headers, 'x-forwarded-proto': null },
      });
      const secure = await panel.raw(list.slice(0, -1), {
        headers: { ...headers, 'x-forwarded-proto': 'https' },
      });
      expect([plain.status, secure.status]).toEqual([308, 308]);
      expect(plain.headers.location).toMatch(new RegExp(`^http://[^/]+${list}$`));
      expect(secure.headers.location).toMatch(new RegExp(`^https://[^/]+${list}$`));
    });

    itWhere(setFaults !== undefined)('that take longer than the proxy waits end in 504', async () => {
      await setFaults?.({ slowMs: 60, proxyTimeoutMs: 30 });
      const answer = await panel.admin('/panel/info/');
      await setFaults?.({ slowMs: 0, proxyTimeoutMs: 50_000 });
      expect(answer.status).toBe(504);
    });
  });
}
