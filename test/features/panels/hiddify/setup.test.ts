import { describe, expect, test } from 'vitest';
import { checkSetup } from '../../../../src/features/panels/hiddify/setup.ts';
import { adminPath, apiKey, clientFor, clientPath, sendJson, startLoopback, withPanel } from './loopback.ts';
import type { Listener } from './loopback.ts';

/** A panel behind its proxy: an unknown path is shown a shop window. */
function panelAt(paths: { admin: string; client: string; version?: string; refusal?: 401 | 403 }): Listener {
  return (request, response) => {
    const [, path, , , area] = (request.url ?? '').split('/');
    if (path !== paths.admin && path !== paths.client) {
      return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Shop</html>');
    }
    if ((path === paths.client) !== (area === 'user'))
      return sendJson(response, 400, { message: 'invalid request' });
    if (path === paths.client || request.headers['hiddify-api-key'] !== apiKey) {
      const { refusal = 403 } = paths;
      const message = refusal === 401 ? 'Unauthorized' : 'Unathorized';
      return sendJson(response, refusal, { message, detail: {} });
    }
    const isInfo = request.url?.endsWith('/panel/info/');
    return sendJson(response, 200, isInfo ? { version: paths.version ?? '12.2.0' } : { mode: 'super_admin' });
  };
}

const right = { admin: adminPath, client: clientPath };

describe('setting up a panel', () => {
  test('with everything right tells version and role', async () => {
    const setup = await withPanel(panelAt(right), checkSetup);
    expect(setup).toEqual({ ok: true, version: '12.2.0', role: 'super_admin', isProvisioningBroken: false });
  });

  test.each(['12.3.0', '12.3.1', '12.3.2', '12.3.3'])(
    'warns of %s, which never tells its cores',
    async (version) => {
      const setup = await withPanel(panelAt({ ...right, version }), checkSetup);
      expect(setup).toMatchObject({ ok: true, isProvisioningBroken: true });
    },
  );

  test.each([
    ['domain', { admin: 'x', client: 'y' }],
    ['admin-path', { admin: 'x', client: clientPath }],
    ['client-path', { admin: adminPath, client: 'y' }],
    ['paths-swapped', { admin: clientPath, client: adminPath }],
  ])('names the %s when that is what is wrong', async (wrong, paths) => {
    expect(await withPanel(panelAt(paths), checkSetup)).toEqual({ ok: false, wrong });
  });

  test('names the client path when it repeats the admin path', async () => {
    const setup = await withPanel(panelAt({ ...right, client: 'y' }), checkSetup, { clientPath: adminPath });
    expect(setup).toEqual({ ok: false, wrong: 'client-path' });
  });

  test('names the key when the panel does not know it', async () => {
    const other = { apiKey: '00000000-6f21-4b1c-9a43-1f5a0c0f7c01' };
    expect(await withPanel(panelAt(right), checkSetup, other)).toEqual({ ok: false, wrong: 'key' });
  });

  test('says that nobody is there, or that nobody answers now', async () => {
    const server = await startLoopback(() => undefined);
    const slow = clientFor(server.url, { timeoutMs: 50 });
    expect(await checkSetup(slow)).toEqual({ ok: false, wrong: 'no-answer' });
    await server.close();
    expect(await checkSetup(clientFor(server.url))).toEqual({ ok: false, wrong: 'domain' });
    await slow.close();
  });

  test('takes a web page with status 400 for a stranger, not for a panel', async () => {
    const page: Listener = (_, response) => response.writeHead(400).end('<html>Bad Request</html>');
    expect(await withPanel(page, checkSetup)).toEqual({ ok: false, wrong: 'domain' });
  });

  test('understands the 401 of version 14, for a wrong key and for a user that nobody has', async () => {
    const panel = panelAt({ ...right, version: '14.0.5', refusal: 401 });
    expect(await withPanel(panel, checkSetup)).toMatchObject({ ok: true, version: '14.0.5' });
    const other = { apiKey: '00000000-6f21-4b1c-9a43-1f5a0c0f7c01' };
    expect(await withPanel(panel, checkSetup, other)).toEqual({ ok: false, wrong: 'key' });
    const swapped = panelAt({ admin: clientPath, client: adminPath, refusal: 401 });
    expect(await withPanel(swapped, checkSetup)).toEqual({ ok: false, wrong: 'paths-swapped' });
  });
});
