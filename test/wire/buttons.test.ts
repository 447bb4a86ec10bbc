import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { createButtonCodec } from '../../src/telegram/screens/buttons.ts';
import type { Tap } from '../../src/telegram/screens/taps.ts';
import { adminId, environment } from '../support/environment.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const root = path.resolve(import.meta.dirname, '../..');
/** What the buttons of the version before carry: route and arguments, between version and tag. */
const recorded = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'fixtures/buttons.json'), 'utf8'),
) as { data: string; isStale: boolean }[];
const drawn = recorded.filter(({ isStale }) => !isStale).map(({ data }) => data.slice(1, -12));

const isTap = (value: unknown): value is Tap<unknown[]> => typeof value === 'function' && 'route' in value;
const homes = globSync('src/features/**/taps.ts', { cwd: root }).concat('src/texts/navigation.ts');
const modules = await Promise.all(homes.map((file) => import(path.join(root, file)) as Promise<object>));
const taps = new Map(
  modules
    .flatMap((module) => Object.values(module))
    .filter(isTap)
    .map((tap) => [tap.route, tap]),
);

it('every button that the version before drew is read, and would be drawn the same', () => {
  const unread = drawn.filter((content) => {
    const [route = '', ...args] = content.split(':');
    const tap = taps.get(route);
    const values = tap?.read(args);
    return tap === undefined || values === undefined || [route, ...tap(...values).args].join(':') !== content;
  });
  expect(drawn.length).toBeGreaterThan(100);
  expect(unread).toEqual([]);
});

it('a button that carries what this version cannot read is a button of another version', async () => {
  const admin = await product.admin();
  const codec = createButtonCodec(readConfig(environment).buttonKeys, 1_000_001);
  const [label = ''] = admin.buttons();
  for (const args of [['seven', 'admin'], [String(adminId), 'emperor'], [String(adminId)], []]) {
    await admin.taps({ label, data: codec.encode({ route: 'usr.role', args }, adminId) });
    expect(admin.toast()).toContain('Меню обновилось');
    expect(admin.text()).toContain('Здравствуйте, Анна');
  }
});
