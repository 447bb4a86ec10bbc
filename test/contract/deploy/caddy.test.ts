import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { providers } from '../../../src/features/money/providers/registry.ts';
import { type Door, openCaddy, testedCaddys } from './caddy.ts';
import { openUpstream, type Upstream } from './upstream.ts';

describe.each(testedCaddys)('$name', ({ program }) => {
  let upstream: Upstream;
  let door: Door;

  beforeAll(async () => {
    upstream = await openUpstream();
    door = await openCaddy([upstream.port], await program());
  }, 600_000);
  afterAll(async () => {
    await door?.close();
    await upstream?.close();
  });
  beforeEach(() => {
    upstream.received.length = 0;
    upstream.answer = { status: 200 };
  });

  const rawStatus = (path: string, method: string, chunkedBytes = 0) =>
    rawStatusOf(door.port, path, method, chunkedBytes);
  const webhooks = providers.flatMap(({ webhook }) => webhook ?? []);

  const ask = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(`http://127.0.0.1:${door.port}${path}`, init);
  const post = (
    path: string,
    body: string | Buffer<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    ask(path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  describe('what goes in', () => {
    it.each<[string, string]>([
      ['/webhooks/telegram', 'x-telegram-bot-api-secret-token'],
      ...webhooks.map(({ path, proof }): [string, string] => [path, proof]),
    ])('a delivery to %s arrives byte for byte with its %s', async (path, header) => {
      const body = randomBytes(5000);
      const answer = await post(path, body, { [header]: 'AbC_-123' });
      expect(answer.status).toBe(200);
      expect(upstream.received).toHaveLength(1);
      expect(upstream.received[0]).toMatchObject({ method: 'POST', url: path, body });
      expect(upstream.received[0]?.headers[header]).toBe('AbC_-123');
    });

    it('the public pages and our own subscriptions can be read', async () => {
      const paths = [
        '/',
        '/o/tok-1',
        '/health',
        '/import/hiddify/tok-1?lang=ru',
        '/sub/tok-1',
        '/sub/tok-1/',
        '/sub/tok-1/enhanced',
      ];
      for (const path of paths) expect((await ask(path)).status).toBe(200);
      expect(upstream.received.map(({ url }) => url)).toEqual(paths);
    });

    it('nobody can invent the address they come from', async () => {
      await post('/webhooks/telegram', '{}', {
        'x-forwarded-for': '6.6.6.6',
        'x-forwarded-host': 'evil.example',
      });
      const { headers } = upstream.received[0] ?? {};
      expect(headers?.['x-forwarded-for']).toBe('127.0.0.1');
      expect(headers?.['x-forwarded-host']).toBe(`127.0.0.1:${door.port}`);
    });
  });

  describe('what stays out', () => {
    it.each([
      '/metrics',
      '/health/live',
      '/health/ready',
      '/health/detail',
      '/webhooks',
      '/webhooks/telegram/more',
      '/import',
      '/..%2fmetrics',
      '/sub',
      '/sub/../metrics',
      '/import/../metrics',
      '/import/%2e%2e/metrics',
      '/import//../metrics',
    ])('%s is not there', async (path) => {
      for (const method of ['GET', 'POST']) {
        const answer = await rawStatus(path, method);
        expect(answer).toBe(404);
      }
      expect(upstream.received).toEqual([]);
    });

    it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s on a webhook is not there', async (method) => {
      expect((await ask('/webhooks/telegram', { method })).status).toBe(404);
      expect(upstream.received).toEqual([]);
    });

    it.each<[string, number]>([
      ['/webhooks/telegram', 1024 * 1024],
      ...webhooks.map(({ path }): [string, number] => [path, 512 * 1024]),
    ])('a body for %s may have %i bytes and not one more', async (path, limit) => {
      expect((await post(path, Buffer.alloc(limit, 32))).status).toBe(200);
      upstream.received.length = 0;
      expect((await post(path, Buffer.alloc(limit + 1, 32))).status).toBe(413);
      expect(upstream.received).toEqual([]);
    });

    it('a body that hides its length is cut off at the same limit', async () => {
      expect(await rawStatus('/webhooks/stripe', 'POST', 600 * 1024)).toBe(413);
      expect(upstream.received).toEqual([]);
    });
  });

  describe('what comes back', () => {
    it('carries the headers a public page needs and does not name the server', async () => {
      const { headers } = await ask('/health');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toContain('max-age');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('server')).toBeNull();
    });

    it('a 503 of the bot itself passes with its own Retry-After', async () => {
      upstream.answer = { status: 503, headers: { 'retry-after': '17' } };
      const answer = await post('/webhooks/telegram', '{}');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '17']);
    });

    it('a 401 of the bot passes as it is', async () => {
      upstream.answer = { status: 401 };
      expect((await post('/webhooks/telegram', '{}')).status).toBe(401);
    });
  });

  describe('what is written down', () => {
    it('no query, no secret header and nothing that opens a subscription reaches the access log', async () => {
      const marker = `m${randomBytes(6).toString('hex')}`;
      await post(`/webhooks/stripe?q=${marker}-query`, '{}', { 'stripe-signature': `${marker}-signature` });
      await ask(`/import/hiddify/${marker}-token?x=${marker}-query`);
      for (const path of [
        '/sub/',
        '/sub//',
        '/SUB/',
        '//sub/',
        '/%73ub/',
        '/sub%2F',
        '/import/hiddify//',
        '/webhooks/',
      ])
        await rawStatus(`${path}${marker}-token`, 'GET');
      await ask(`/sub/${marker}-token/enhanced`);
      await ask(`/${marker}-seen?y=${marker}-query`);
      await vi.waitFor(() => expect(door.log()).toContain(`/${marker}-seen`));
      expect(door.log()).toContain('"uri":"/webhooks/stripe"');
      expect(door.log()).toContain('"uri":"/import/hiddify"');
      expect(door.log()).toContain('"uri":"/sub"');
      expect(door.log().split(marker)).toHaveLength(2);
    });
  });
});

/** A request as written, where `fetch` would tidy the path or state the length. */
function rawStatusOf(port: number, path: string, method: string, chunkedBytes = 0): Promise<number> {
  return new Promise((done, fail) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    outgoing.on('error', fail);
    if (chunkedBytes > 0) outgoing.write(Buffer.alloc(chunkedBytes, 32));
    outgoing.end();
  });
}
