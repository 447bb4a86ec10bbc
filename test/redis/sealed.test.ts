import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type RedisServer, startRedis } from './server.ts';

let redis: RedisServer;
let product: Product;
beforeAll(async () => {
  redis = await startRedis();
  product = await startProduct({ settings: { OWN_SUBSCRIPTIONS: 'yes', REDIS_URL: redis.url } });
});
afterAll(async () => {
  await product.stop();
  await redis.stop();
});

/** Every key that Redis holds, with what it says. */
async function everything(): Promise<string[]> {
  const keys = (await redis.command('KEYS', '*')) as string[];
  const read = async (key: string) => `${key} = ${String(await redis.command('GET', key))}`;
  return await Promise.all(keys.map(read));
}

test('no account, key, link or name lies readable in Redis after a journey', async () => {
  await expect.poll(async () => (await everything()).length, { timeout: 10_000 }).toBeGreaterThan(0);
  const person = await newcomer(product, { firstName: 'Мстислав', username: 'mstislav' });
  await person.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(person.text()).toContain('Готово! Доступ настроен'));
  await person.says('/key');
  const address = found(/https?:\/\/\S+\/sub\/[\w-]+/, person.text());
  const body = await (await fetch(address, { headers: { 'user-agent': 'curl/8' } })).text();
  const uuid = found(/(?<=vless:\/\/)[\w-]+(?=@)/, decodeURIComponent(body));
  await person.says('/profile');
  await person.says('/menu');

  const held = await everything();
  for (const what of ['subscriptions', 'users', 'ways'])
    expect(held.filter((line) => line.startsWith(`bot:k:${what}.`)).length).toBeGreaterThan(0);
  const token = address.split('/').at(-1) ?? '';
  for (const line of held) {
    expect(line).not.toMatch(/[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/i);
    for (const secret of [uuid, token, 'Мстислав', 'mstislav', 'vless', 'monthly'])
      expect(line).not.toContain(secret);
  }
});

function found(pattern: RegExp, text: string): string {
  const match = pattern.exec(text)?.[0];
  if (match === undefined) throw new Error(`no ${String(pattern)} in ${text}`);
  return match;
}
