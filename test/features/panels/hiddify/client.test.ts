import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { PanelError } from '../../../../src/features/panels/hiddify/panel-error.ts';
import { systemClock } from '../../../../src/platform/clock.ts';
import { createPanelApi } from '../../../../src/features/panels/hiddify/api.ts';
import {
  adminPath,
  apiKey,
  clientFor,
  clientPath,
  readBody,
  sendJson,
  startLoopback,
  userAnswer,
  uuid,
  withPanel,
} from './loopback.ts';
import type { Listener } from './loopback.ts';
import { anywhere } from '../../../support/environment.ts';

const wanted = { uuid, name: 'tg-100', enable: true, usageLimitBytes: 30 * 1024 ** 3, packageDays: 30 };

describe('what the panel is sent', () => {
  test('a read carries the key, the exact Accept, a neutral name and a trailing slash', async () => {
    let seen: { url: string | undefined; headers: IncomingHttpHeaders } | undefined;
    await withPanel(
      (request, response) => {
        seen = { url: request.url, headers: request.headers };
        sendJson(response, 200, { mode: 'super_admin', name: 'Owner', uuid: apiKey });
      },
      async (client) => {
        expect(await client.me()).toEqual({ role: 'super_admin', name: 'Owner', uuid: apiKey });
      },
    );
    expect(seen?.url).toBe(`/${adminPath}/api/v2/admin/me/`);
    expect(seen?.headers['hiddify-api-key']).toBe(apiKey);
    expect(seen?.headers.accept).toBe('application/json');
    expect(seen?.headers['user-agent']).not.toMatch(/bot|crawler|spider/i);
    expect(seen?.headers.cookie).toBeUndefined();
  });

  test('a creation sends absolute values in the names of the panel, as JSON', async () => {
    let body: unknown;
    let type: string | undefined;
    await withPanel(
      async (request, response) => {
        type = request.headers['content-type'];
        body = JSON.parse(await readBody(request));
        sendJson(response, 200, userAnswer());
      },
      (client) => client.createUser({ ...wanted, telegramId: 7, comment: 'order 1', usageLimitBytes: 1 }),
    );
    expect(type).toBe('application/json');
    expect(body).toEqual({
      uuid,
      name: 'tg-100',
      enable: true,
      usage_limit_GB: 1 / 1024 ** 3,
      current_usage_GB: 0,
      package_days: 30,
      start_date: null,
      mode: 'no_reset',
      telegram_id: 7,
      comment: 'order 1',
    });
  });

  test('a change of the period always names the start date together with the days', async () => {
    let body: unknown;
    await withPanel(
      async (request, response) => {
        body = JSON.parse(await readBody(request));
        sendJson(response, 200, userAnswer());
      },
      (client) => client.patchUser(uuid, { period: { packageDays: 60, startDate: null }, telegramId: null }),
    );
    expect(body).toEqual({ package_days: 60, start_date: null, telegram_id: 0 });
  });

  test.each([
    ['an upper-case uuid', { uuid: uuid.toUpperCase() }, 'uuid'],
    ['a uuid that is not version 4', { uuid: '5f6a1c1e-0b5e-7f0d-9a57-3c1d2e4f5a6b' }, 'uuid'],
    ['the name of half-made users', { name: 'Unknown' }, 'name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
    ['a part of a byte', { usageLimitBytes: 1.5 }, 'usageLimitBytes'],
    ['more than the panel can hold', { usageLimitBytes: 2e15 }, 'usageLimitBytes'],
    ['a day that does not exist', { startDate: '2026-02-30' }, 'startDate'],
  ])('%s is refused before anything is sent', async (_, change, field) => {
    const client = clientFor('http://127.0.0.1:9');
    const error = await client.createUser({ ...wanted, ...change }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ class: 'invalid', advice: 'give-up', reason: `fields: ${field}` });
    await client.close();
  });

  test('two writes never overlap, while a read may run beside one', async () => {
    let writing = 0;
    let most = 0;
    const listener: Listener = async (request, response) => {
      if (request.method === 'PATCH') most = Math.max(most, (writing += 1));
      await readBody(request);
      await new Promise((resolve) => setImmediate(resolve));
      if (request.method === 'PATCH') writing -= 1;
      sendJson(response, 200, userAnswer());
    };
    await withPanel(listener, (client) =>
      Promise.all([1, 2, 3, 4].map(() => client.patchUser(uuid, { enable: true }))),
    );
    expect(most).toBe(1);
  });
});

describe('what is understood', () => {
  test('a user is read without its private keys, in exact bytes', async () => {
    await withPanel(
      (_, response) => sendJson(response, 200, userAnswer()),
      async (client) => {
        const user = await client.findUser(uuid);
        expect(user).toEqual({
          uuid,
          name: 'tg-100',
          enable: true,
          usageLimitBytes: 30 * 1024 ** 3,
          currentUsageBytes: Math.floor(12.345 * 1024 ** 3),
          packageDays: 30,
          startDate: undefined,
          mode: 'no_reset',
          telegramId: 123456789012,
          comment: 'order 1',
          lastOnline: undefined,
          isActive: true,
        });
      },
    );
  });

  test('numbers may come as texts, and any field but the uuid may be null', async () => {
    const nothing = Object.fromEntries(Object.keys(userAnswer()).map((key) => [key, null]));
    const rows = [userAnswer({ usage_limit_GB: '1.5', package_days: '7' }), { ...nothing, uuid }];
    await withPanel(
      (_, response) => sendJson(response, 200, rows),
      async (client) => {
        const [first, second] = await client.listUsers();
        expect(first).toMatchObject({ usageLimitBytes: 1.5 * 1024 ** 3, packageDays: 7 });
        expect(second).toMatchObject({
          uuid,
          name: '',
          usageLimitBytes: 0,
          isActive: false,
          mode: undefined,
        });
      },
    );
  });

  test('huge and broken numbers neither fail the list nor leave the safe range', async () => {
    const text = `[{"uuid":"${uuid}","usage_limit_GB":1e999,"current_usage_GB":1e300,"package_days":"NaN","telegram_id":1e40}]`;
    await withPanel(
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
      async (client) => {
        const [user] = await client.listUsers();
        expect(user).toMatchObject({ usageLimitBytes: 0, packageDays: 0, telegramId: undefined });
        expect(user?.currentUsageBytes).toBe(Number.MAX_SAFE_INTEGER);
      },
    );
  });

  test('rows without uuid and rows marked deleted are left out of the list', async () => {
    const rows = [userAnswer({ uuid: null }), userAnswer({ deleted: true }), 'rubbish', null, userAnswer()];
    await withPanel(
      (_, response) => sendJson(response, 200, rows),
      async (client) => expect(await client.listUsers()).toHaveLength(1),
    );
  });

  test('a panel without users is an empty list', async () => {
    await withPanel(
      (_, response) => sendJson(response, 404, { message: 'You have no user', detail: {} }),
      async (client) => expect(await client.listUsers()).toEqual([]),
    );
  });

  test('an unknown user is undefined, and deleting one is done', async () => {
    await withPanel(
      (_, response) => sendJson(response, 404, { message: 'User not found', detail: {} }),
      async (client) => {
        expect(await client.findUser(uuid)).toBeUndefined();
        await client.deleteUser(uuid);
      },
    );
  });

  test('an answer about somebody else is not taken for ours', async () => {
    const other = 'aaaaaaaa-0b5e-4f0d-9a57-3c1d2e4f5a6b';
    await withPanel(
      (_, response) => sendJson(response, 200, userAnswer({ uuid: other })),
      async (client) => {
        await expect(client.createUser(wanted)).rejects.toMatchObject({ class: 'misconfigured' });
        await expect(client.findUser(uuid)).rejects.toMatchObject({ class: 'misconfigured' });
      },
    );
  });

  test('the server status reads usage whether it is a number or a text', async () => {
    const answer = {
      stats: { system: { cpu_percent: 3.5, ram_used: '1.2', ram_total: 4, disk_total: null }, top5: {} },
      usage_history: { today: { usage: '1024', online: 2 }, total: { usage: 4096, online: 3, users: 12 } },
    };
    await withPanel(
      (_, response) => sendJson(response, 200, answer),
      async (client) => {
        expect(await client.serverStatus()).toMatchObject({
          cpuPercent: 3.5,
          ramUsedGib: 1.2,
          diskTotalGib: undefined,
          usersTotal: 12,
          history: { today: { usageBytes: 1024, online: 2 }, total: { usageBytes: 4096, online: 3 } },
        });
      },
    );
  });

  test("share links are asked for with the person's own uuid and leave out subscription addresses", async () => {
    let seen: string | undefined;
    const rows = [
      {
        name: 'Auto',
        domain: 'direct',
        link: `https://vpn.example.com/${clientPath}/${uuid}/`,
        protocol: '',
      },
      {
        name: 'R',
        link: `vless://${uuid}@203.0.113.10:443?security=reality#R`,
        protocol: 'vless',
        type: 'x',
      },
      { name: 'no link', link: null },
    ];
    await withPanel(
      (request, response) => {
        seen = [request.url, request.headers['hiddify-api-key']].join(' ');
        sendJson(response, 200, rows);
      },
      async (client) => {
        const links = await client.shareLinks(uuid);
        expect(links.map((link) => link.name)).toEqual(['R']);
      },
    );
    expect(seen).toBe(`/${clientPath}/api/v2/user/all-configs/ ${uuid}`);
  });

  test('the subscription address is the client path with the uuid', () => {
    const client = clientFor('http://127.0.0.1:9');
    expect(client.subscriptionUrl(uuid)).toBe(`http://127.0.0.1:9/${clientPath}/${uuid}/`);
  });
});

describe('how it is set up', () => {
  const reached = { url: 'https://vpn.example.com', adminPath, clientPath, apiKey };
  const options = { ...reached, addressRules: anywhere, clock: systemClock };

  test.each([
    ['plain http to another machine', { url: 'http://vpn.example.com' }],
    ['a name that only begins like loopback', { url: 'http://127.0.0.1.example.com' }],
    ['no address', { url: 'vpn.example.com' }],
    ['a path of two segments', { adminPath: 'a/b' }],
    ['a key that would break a header', { apiKey: 'secret\r\nx: y' }],
  ])('%s is refused without showing the value', (_, change) => {
    expect(() => createPanelApi({ ...options, ...change })).toThrow(/^panel \w+/);
    expect(() => createPanelApi({ ...options, ...change })).not.toThrow(/secret|a\/b/);
  });

  test('slashes around the secret paths are forgiven', async () => {
    const client = createPanelApi({ ...options, clientPath: `/${clientPath}/` });
    expect(client.subscriptionUrl(uuid)).toBe(`https://vpn.example.com/${clientPath}/${uuid}/`);
    await client.close();
  });

  test('every exchange is reported with its operation, outcome and seconds', async () => {
    const seen: string[] = [];
    const server = await startLoopback((_, response) => sendJson(response, 403, { message: 'Unathorized' }));
    const client = clientFor(server.url, {
      events: {
        panelAsked: ({ operation, outcome, seconds }) =>
          void seen.push(`${operation} ${outcome} ${seconds >= 0}`),
      },
    });
    await expect(client.info()).rejects.toBeInstanceOf(PanelError);
    expect(seen).toEqual(['info unauthorized true']);
    await client.close();
    await server.close();
  });
});
