import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticedAfterMs } from '../../src/http/leave.ts';
import type { ServerRoute } from '../../src/http/server.ts';
import { type Product, startProduct } from '../support/product.ts';
import { send } from './webhook.ts';
import { lets, type OuterDoor, readCaddyfile } from './caddyfile.ts';

let product: Product;
let doors: OuterDoor[];
let logged: (path: string) => string;
let noticesWithinMs: number;
beforeAll(async () => {
  product = await startProduct({
    settings: {
      // Nobody listens there; the routes are there all the same.
      STRIPE_SECRET_KEY: 'sk_test_0123456789',
      STRIPE_API_BASE: 'http://127.0.0.1:9',
      STRIPE_WEBHOOK_SECRET: 'whsec_0123456789',
      CRYPTO_PAY_TOKEN: '1:AA0123456789',
      CRYPTO_PAY_API_BASE: 'http://127.0.0.1:9',
    },
  });
  ({ doors, logged, noticesWithinMs } = await readCaddyfile());
});
afterAll(() => product.stop());

const marker = 'Secret_0-9';
/** What a path of ours may say in a log. Everything else of it opens something. */
const told = ['app', 'name'];

/** The path as somebody asks for it. */
const asked = ({ path }: ServerRoute) =>
  path.replaceAll(/:(\w+)/g, (_all, name: string) => (told.includes(name) ? 'hiddify' : marker));
const openFor = (route: ServerRoute) => doors.filter((door) => lets(door, route.method, asked(route)));
const namesOf = (routes: readonly ServerRoute[]) => routes.map(({ method, path }) => `${method} ${path}`);
const routes = (door: 'inside' | 'outside') => product.app().routes.filter((route) => route.door === door);

describe('the outer server', () => {
  it('lets through everything that is for everybody, each by one door', () => {
    expect(namesOf(routes('outside'))).toEqual(
      expect.arrayContaining(['POST /webhooks/crypto-pay', 'GET /sub/:token/enhanced']),
    );
    expect(namesOf(routes('outside').filter((route) => openFor(route).length !== 1))).toEqual([]);
  });

  it('leaves it to the bot to say which providers there are, and that costs nobody a body', async () => {
    const ask = (path: string) => send(`${product.app().url}${path}`, { method: 'POST', body: '{' });
    expect((await ask('/webhooks/nobody')).status).toBe(404);
    expect(doors.filter((door) => lets(door, 'POST', '/webhooks/nobody'))).toHaveLength(1);
    expect(doors.filter((door) => lets(door, 'POST', '/webhooks/nobody/more'))).toEqual([]);
  });

  it('lets through nothing that is for us alone', () => {
    expect(namesOf(routes('inside'))).toEqual(
      expect.arrayContaining(['GET /metrics', 'GET /health/ready', 'GET /health/live']),
    );
    expect(namesOf(routes('inside').filter((route) => openFor(route).length > 0))).toEqual([]);
  });

  it('has no door behind which there is nothing', () => {
    const outside = routes('outside');
    const empty = doors.flatMap((door) =>
      door.paths.filter(
        (path) => !outside.some((route) => lets({ ...door, paths: [path] }, route.method, asked(route))),
      ),
    );
    expect(empty).toEqual([]);
  });

  it('takes as long a body as the server behind it, where there is one to take', () => {
    const posts = routes('outside').filter(({ method }) => method === 'POST');
    const differing = posts.filter((route) => openFor(route)[0]?.bodyLimitBytes !== route.bodyLimitBytes);
    expect(namesOf(differing)).toEqual([]);
  });

  it('writes nothing into its log that opens anything', () => {
    for (const route of routes('outside')) {
      for (const path of [asked(route), `${asked(route)}/`, `${asked(route)}?q=${marker}`])
        expect(logged(path)).not.toContain(marker);
    }
    expect(logged('/import/hiddify/token')).toBe('/import/hiddify');
    expect(logged('/webhooks/telegram?q=1')).toBe('/webhooks/telegram');
  });

  it('has asked, before one of several processes that is told to stop no longer listens', () => {
    expect(noticedAfterMs).toBe(noticesWithinMs);
  });
});
