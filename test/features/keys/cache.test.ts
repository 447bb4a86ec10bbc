import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { newcomer } from '../../support/journeys.ts';
import type { Tester } from '../../support/person.ts';
import { type Product, startProduct } from '../../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    settings: {
      OWN_SUBSCRIPTIONS: 'yes',
      VPS_IP: '203.0.113.10',
      HYSTERIA2_PORT: '8443',
      HYSTERIA2_SNI: 'v.example.com',
    },
  });
});
afterAll(() => product.stop());

async function ready(): Promise<Tester> {
  const tester = await newcomer(product);
  await tester.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(tester.text()).toContain('Готово! Доступ настроен'));
  return tester;
}

async function addressOf(tester: Tester): Promise<string> {
  await tester.says('/key');
  return /https?:\/\/\S+\/sub\/[\w-]+/.exec(tester.text())?.[0] ?? 'no address';
}

const ask = async (url: string) => await fetch(url, { headers: { 'user-agent': 'curl/8' } });
const bodyOf = async (url: string) => decodeURIComponent(await (await ask(url)).text());
/** How often something had to be built, as the metrics say. */
async function built(): Promise<number> {
  const text = await (await fetch(`${product.app().url}/metrics`)).text();
  return Number(/configs_built_total\{found="miss"\} (\d+)/.exec(text)?.[1] ?? 0);
}

it('what was built once is not built again for the same person, and is for another', async () => {
  const [one, other] = [await ready(), await ready()];
  const [address, theirs] = [await addressOf(one), await addressOf(other)];
  const first = await bodyOf(address);
  const misses = await built();
  for (let n = 0; n < 3; n++) expect(await bodyOf(address)).toBe(first);
  expect(await built()).toBe(misses);
  expect(await bodyOf(theirs)).not.toBe(first);
  expect(await built()).toBe(misses + 1);
});

it('a replaced link gives the new key at once, and the old address nothing', async () => {
  const person = await ready();
  const before = await addressOf(person);
  const first = await bodyOf(before);
  await person.taps('Сменить ссылку', 'Да, сменить');
  await eventually(async () => expect((await ask(before)).status).toBe(404));
  await eventually(async () => expect(await addressOf(person)).not.toBe('no address'));
  const after = await bodyOf(await addressOf(person));
  expect(after).toContain('hysteria2://');
  expect(after).not.toBe(first);
});

it('whoever is over the limit, ended or blocked gets no key from what was built before', async () => {
  const person = await ready();
  const address = await addressOf(person);
  expect(await bodyOf(address)).toContain('vless://');
  const set = async (what: ReturnType<typeof sql>) =>
    await product.database.db.execute(sql`update subscriptions set ${what} where user_id = ${person.id}`);
  await set(sql`used_bytes = data_limit_bytes`);
  expect(await bodyOf(address)).toContain('Трафик');
  expect(await bodyOf(address)).not.toContain('vless://');
  await set(sql`used_bytes = 0, status = 'expired'`);
  expect(await bodyOf(address)).not.toContain('vless://');
  await set(sql`status = 'active'`);
  expect(await bodyOf(address)).toContain('vless://');
  await product.database.db.execute(
    sql`update users set blocked_at = now() where telegram_id = ${person.id}`,
  );
  expect((await ask(address)).status).toBe(404);
});

it('a panel that is away leaves everybody what it said last', async () => {
  const person = await ready();
  const address = await addressOf(person);
  const first = await bodyOf(address);
  await product.panel.control.setFaults({ down: true });
  // Another state on the panel is another entry: it has to be asked, and does not answer.
  await product.database.db.execute(
    sql`update subscriptions set applied_version = applied_version + 1, desired_version = desired_version + 1 where user_id = ${person.id}`,
  );
  expect(await bodyOf(address)).toBe(first);
  await product.panel.control.setFaults({ down: false });
});
