import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { adminId, botToken } from '../support/environment.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Answer, message, secret, send, webhookOf } from './webhook.ts';

const settings = { TELEGRAM_WEBHOOK_SECRET: secret, TRUSTED_PROXIES: '127.0.0.1' };
let product: Product;
beforeAll(async () => {
  product = await startProduct({ settings });
});
afterAll(() => product.stop());

let lastAddress = 0;
/** Each question from an address of its own, unless one is given: the limits are per address. */
async function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const from = { 'x-forwarded-for': `203.0.113.${++lastAddress % 250}` };
  return await send(`${product.app().url}${path}`, { method: 'GET', headers: { ...from, ...headers } });
}

/** Everything that comes back to these bytes. */
async function rawAnswer(bytes: string): Promise<string> {
  const { port } = new URL(product.app().url);
  return await new Promise((resolve, reject) => {
    let received = '';
    const socket = connect({ host: '127.0.0.1', port: Number(port) }, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
    socket.on('close', () => resolve(received)).on('error', reject);
  });
}

const brief = ({ status, body }: Answer) => [status, body];
const pass = [200, '{"status":"pass"}'];

describe('health', () => {
  it('all is well: pass, from memory, for five seconds', async () => {
    await eventually(async () => expect(brief(await get('/health'))).toEqual(pass));
    const answer = await get('/health/ready');
    expect(brief(answer)).toEqual(pass);
    expect(answer.headers['cache-control']).toBe('max-age=5');
    expect(brief(await get('/health/live'))).toEqual(pass);
  });

  it('a panel that is down is a warning: people are still served', async () => {
    await product.panel.control.setFaults({ down: true });
    onTestFinished(async () => void (await product.panel.control.setFaults({ down: false })));
    const warn = [200, '{"status":"warn"}'];
    await eventually(async () => expect(brief(await get('/health'))).toEqual(warn));
    expect(brief(await get('/health/ready'))).toEqual(warn);
  });

  it('a token that Telegram refuses is a warning from the first call on, and the log says in words what to do', async () => {
    const { faults } = product.world;
    const anna = await newcomer(product);
    await eventually(async () => expect(brief(await get('/health'))).toEqual(pass), 20_000);
    const from = product.log.length;
    faults.set({ telegram401: true });
    onTestFinished(async () => {
      faults.clear();
      await anna.says('/help');
      await eventually(async () => expect(brief(await get('/health'))).toEqual(pass), 20_000);
    });
    product.world.person({ id: anna.id }).says('/help');
    const warn = [200, '{"status":"warn"}'];
    await eventually(async () => expect(brief(await get('/health'))).toEqual(warn), 20_000);
    expect(brief(await get('/health/ready'))).toEqual(warn);
    const said = product.log
      .slice(from)
      .filter((line) => line.includes('Telegram refuses TELEGRAM_BOT_TOKEN'));
    expect(said).toEqual([expect.stringMatching(/"level":"error".*@BotFather.*restart/)]);
    expect(product.log.join('\n')).not.toContain(botToken.split(':')[1]);
  });

  it('fails while no update can be stored, though the database answers: nobody is served', async () => {
    const { db } = product.database;
    await db.execute(sql`alter table inbox rename to inbox_away`);
    onTestFinished(async () => {
      await db.execute(sql`alter table if exists inbox_away rename to inbox`);
      await eventually(async () => expect(brief(await get('/health'))).toEqual(pass), 20_000);
    });
    const fail = [503, '{"status":"fail"}'];
    await eventually(async () => expect(brief(await get('/health'))).toEqual(fail), 20_000);
    expect(brief(await get('/health/ready'))).toEqual(fail);
  });
});

describe('limits', () => {
  const statusesOf = async (path: string, count: number, from: string) => {
    const asked = Array.from({ length: count }, () => get(path, { 'x-forwarded-for': from }));
    return (await Promise.all(asked)).map(({ status }) => status);
  };

  it.each(['/health', '/health/live', '/health/ready', '/wp-login.php'])(
    '%s answers one address twenty times a second, and others as if nothing were',
    async (path) => {
      const from = `198.51.100.${path.length}`;
      const statuses = await statusesOf(path, 20, from);
      expect(statuses).not.toContain(429);
      const refused = await eventually(async () => {
        await statusesOf(path, 40, from);
        const answer = await get(path, { 'x-forwarded-for': from });
        expect(answer.status).toBe(429);
        return answer;
      });
      expect((await get(path)).status).not.toBe(429);
      expect(refused.body).toBe('{"error":"too many requests"}');
      expect(Object.keys(refused.headers).join()).not.toContain('ratelimit');
    },
  );

  it('a network of IPv6 counts as one address, for every other address of it is its owner’s as well', async () => {
    const statuses = await eventually(async () => {
      const asked = Array.from({ length: 60 }, (_, at) =>
        get('/health', { 'x-forwarded-for': `2a00:1:2:3::${at + 1}` }),
      );
      const found = (await Promise.all(asked)).map(({ status }) => status);
      expect(found).toContain(429);
      return found;
    });
    expect(statuses).toHaveLength(60);
    expect((await get('/health', { 'x-forwarded-for': '2a00:1:2:4::1' })).status).not.toBe(429);
  });

  it('a webhook is never told to slow down, and neither is whoever reads the figures', async () => {
    const { post, nextId } = webhookOf(product);
    const posts = Array.from({ length: 100 }, () => post(JSON.stringify({ update_id: nextId() })));
    expect(new Set((await Promise.all(posts)).map(({ status }) => status))).toEqual(new Set([200]));
    const reads = Array.from({ length: 40 }, () => send(`${product.app().url}/metrics`, { method: 'GET' }));
    expect(new Set((await Promise.all(reads)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('a path that cannot be read, and what is no HTTP, are refused without a word of what was sent', async () => {
    const answer = await get('/sub/%zz-a-secret');
    expect(brief(answer)).toEqual([400, '{"error":"bad request"}']);
    expect(await rawAnswer('GARBAGE a-secret\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n$/,
    );
  });

  it('an unknown path says nothing but that it is unknown', async () => {
    const answer = await get('/.env');
    expect(brief(answer)).toEqual([404, '{"error":"not found"}']);
    expect(Object.keys(answer.headers).sort()).toEqual(
      ['connection', 'content-length', 'content-type', 'date', 'keep-alive'].sort(),
    );
  });
});

describe('figures', () => {
  const own = (path: string, headers = {}) => send(`${product.app().url}${path}`, { method: 'GET', headers });

  it('without a token are for this machine alone', async () => {
    expect((await own('/metrics')).status).toBe(200);
    // Whatever a proxy says, or is told to say, of where the request came from.
    for (const said of ['127.0.0.1', '::1'])
      expect((await get('/metrics', { 'x-forwarded-for': said })).status).toBe(401);
    for (const name of ['forwarded', 'x-real-ip', 'via'])
      expect((await own('/metrics', { [name]: '127.0.0.1' })).status).toBe(401);
    // One that says nothing, and hands on the name that was asked for or speaks the first version of HTTP.
    expect((await own('/metrics', { host: 'bot.example.com' })).status).toBe(401);
    expect((await own('/metrics', { host: '127.0.0.1.example.com' })).status).toBe(401);
    expect((await own('/metrics', { host: 'localhost:8080' })).status).toBe(200);
    expect(await rawAnswer('GET /metrics HTTP/1.0\r\nhost: 127.0.0.1\r\n\r\n')).toMatch(/^HTTP\/1.1 401 /);
    expect(brief(await get('/metrics', { 'x-forwarded-for': '203.0.113.7' }))).toEqual([401, '']);
    expect((await get('/metrics', { 'x-forwarded-for': '127.0.0.1.example.com' })).status).toBe(401);
  });

  it('tell of updates, calls, screens and jobs, with few series and no ids in labels', async () => {
    const person = await newcomer(product);
    await person.taps('Попробовать бесплатно', 'Начать пробный период');
    const { update } = webhookOf(product);
    for (let kind = 0; kind < 30; kind++) await update({ [`future_${'x'.repeat(kind)}`]: {} });
    await update({ message: message(person.id, '/menu') });
    const { body, headers } = await own('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    for (const name of [
      'vpnbot_updates_received_total{kind="message"}',
      'vpnbot_updates_handled_total{kind="other",verdict="done"}',
      'vpnbot_telegram_requests_total{method="sendMessage",code="200"}',
      'vpnbot_trials_started_total 1',
      'vpnbot_webhook_ack_seconds_bucket',
      'process_cpu_seconds_total',
    ])
      expect(body).toContain(name);
    const series = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(series.length).toBeLessThan(2_000);
    for (const id of [person.id, adminId, product.panel.adminKey, secret])
      expect(body).not.toContain(`"${id}"`);
    expect(body).not.toMatch(/="[^"]*\d{6}/);
  });

  it('with a token are for those who know it, wherever they are', async () => {
    const guarded = await startProduct({ settings: { ...settings, METRICS_TOKEN: 'of-the-operator' } });
    onTestFinished(() => guarded.stop());
    const read = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      return (await send(`${guarded.app().url}/metrics`, { method: 'GET', headers })).status;
    };
    expect(await read('Bearer of-the-operator')).toBe(200);
    for (const wrong of [
      undefined,
      '',
      'Bearer',
      'Bearer of-the-operato',
      'bearer of-the-operator',
      'of-the-operator',
    ])
      expect(await read(wrong)).toBe(401);
  });
});
