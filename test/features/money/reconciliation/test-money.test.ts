import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../../../../src/app/app.ts';
import { readConfig } from '../../../../src/config/config.ts';
import { paymentStoryScreen } from '../../../../src/features/money/desk/stories/screens.ts';
import { moneyAlarmNotice } from '../../../../src/features/money/payments/notices.ts';
import { demandRealMoney } from '../../../../src/features/money/reconciliation/test-money.service.ts';
import { systemClock } from '../../../../src/platform/clock.ts';
import { createLogger } from '../../../../src/platform/logger.ts';
import { StartRefusal } from '../../../../src/platform/start-refusal.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { type Accounts, openAccounts, type SharedShop } from '../../../support/accounts.ts';
import { adminId, environment } from '../../../support/environment.ts';

const { ru } = createVoices('UTC');
let accounts: Accounts;
let shop: SharedShop;
beforeAll(async () => {
  accounts = await openAccounts();
  shop = await accounts.open({ installation: 'a shop' });
});
afterAll(() => accounts.stop());

const testKey = { STRIPE_SECRET_KEY: 'sk_test_0123456789' };
const testCoins = {
  CRYPTO_PAY_TOKEN: '12345:AA0123456789',
  CRYPTO_PAY_API_BASE: 'https://testnet-pay.crypt.bot',
};
const realKeys = { STRIPE_SECRET_KEY: 'rk_live_0123456789', CRYPTO_PAY_TOKEN: testCoins.CRYPTO_PAY_TOKEN };

/** What a start with these settings says of the money. */
async function startWith(settings: Record<string, string>) {
  const said: string[] = [];
  const { http, money } = readConfig({ ...environment, ...settings });
  const trying = await demandRealMoney({
    db: shop.database.db,
    publicUrl: http.publicUrl,
    settings: money.providers,
    logger: { warn: (...line: unknown[]) => void said.push(String(line.at(-1))) } as never,
  });
  return { trying, said };
}

const modes = async () =>
  (
    await shop.rows<{ mode: string }>(
      sql`select provider || ' ' || is_live as mode from payments order by id`,
    )
  ).map(({ mode }) => mode);
const alarms = async () => (await shop.told(adminId)).filter(({ what }) => what === 'test-money');

async function paid(way: 'card' | 'crypto'): Promise<string> {
  const { objectId } = await shop.ordered({ way });
  if (way === 'card') accounts.stripe.act.pay(objectId);
  else accounts.crypto.pay(objectId);
  await shop.payments.lookAt(way === 'card' ? 'stripe' : 'crypto-pay', objectId);
  return objectId;
}

describe('while nobody has paid with real money', () => {
  it('a start with test money is warned loudly, by the setting’s name, where anybody could come', async () => {
    const { trying, said } = await startWith({ ...testKey, ...testCoins });
    expect(trying).toEqual(['stripe', 'crypto-pay']);
    expect(said).toEqual([
      expect.stringContaining('STRIPE_SECRET_KEY, CRYPTO_PAY_API_BASE: this is test money'),
    ]);
    expect(said[0]).toContain(environment.PUBLIC_URL);
  });

  it.each([
    'http://127.0.0.1:8080',
    'https://localhost',
    'https://localhost.',
    'https://shop.internal.',
    'https://10.1.2.3',
    'https://[::1]',
    'https://bot.local',
  ])('nothing is said on an address that nobody reaches from outside: %s', async (publicUrl) => {
    expect(await startWith({ ...testKey, PUBLIC_URL: publicUrl })).toEqual({ trying: [], said: [] });
  });

  it('whoever pays with a test card has it kept that it was one, and admins hear of it once', async () => {
    await paid('card');
    const objectId = await paid('card');
    expect(await modes()).toEqual(['stripe false', 'stripe false']);
    const [found] = await shop.money.search(adminId, objectId);
    const story = paymentStoryScreen(ru, await shop.money.story(adminId, found?.id ?? 0));
    expect(story.text.html).toContain('пришли тестовые деньги');
    const [told, ...more] = await alarms();
    expect(more).toEqual([]);
    const text = moneyAlarmNotice.show(told, ru, undefined)?.text.html ?? '';
    for (const part of ['Stripe', 'тестовыми деньгами', 'больше не запустится']) expect(text).toContain(part);
  });

  it('going over to real money says what the trial has left', async () => {
    const { trying, said } = await startWith(realKeys);
    expect(trying).toEqual([]);
    expect(said).toEqual([expect.stringContaining('only with test money')]);
  });
});

describe('once somebody has paid with real money', () => {
  beforeAll(async () => {
    shop.clock.advance(6 * 60 * 60_000);
    await paid('crypto');
  });

  it('admins are told of the test key beside it, before the next start', async () => {
    const [, told, ...more] = await alarms();
    expect(told).toMatchObject({ provider: 'stripe' });
    expect(more).toEqual([]);
  });

  it.each([
    ['a test key', testKey, 'STRIPE_SECRET_KEY'],
    ['a restricted test key', { STRIPE_SECRET_KEY: 'rk_test_0123456789' }, 'STRIPE_SECRET_KEY'],
    ['the test network', testCoins, 'CRYPTO_PAY_API_BASE'],
    ['a test key beside real coins', { ...realKeys, ...testKey }, 'STRIPE_SECRET_KEY'],
  ])(
    'the product does not start with %s, and says which setting it is and what to do',
    async (_what, given, name) => {
      const start = startApp({
        config: readConfig({ ...environment, ...given }),
        databaseUrl: shop.database.url,
        logger: createLogger('silent'),
        clock: systemClock,
      });
      await expect(start).rejects.toBeInstanceOf(StartRefusal);
      await expect(start).rejects.toThrow(name);
      await expect(start).rejects.toThrow('a DATABASE_URL of its own');
    },
  );

  it('real keys go on, and so does a try with a copy of the database that nobody reaches', async () => {
    expect((await modes()).at(-1)).toBe('crypto-pay true');
    expect(await startWith(realKeys)).toEqual({ trying: [], said: [] });
    expect(await startWith({ ...testKey, PUBLIC_URL: 'http://127.0.0.1:8080' })).toEqual({
      trying: [],
      said: [],
    });
  });

  it('the morning’s comparison leaves out what was paid in another mode than the key is for now', async () => {
    // The list of the key of now knows nothing of what was paid with that of before.
    for (const id of Object.keys(accounts.stripe.tables.sessions)) delete accounts.stripe.tables.sessions[id];
    await shop.rows(sql`update payments set is_live = true where provider = 'stripe'`);
    shop.clock.advance(5 * 60_000);
    const objectId = await paid('card');
    const found = await shop.hearOf('stripe', objectId);
    expect(found?.differences).toEqual([]);
  });
});

it('what came before that was kept is told by its names, and where nothing tells nobody claims to know', async () => {
  const given: [provider: string, object: string, url: string | null, isLive: boolean | null][] = [
    ['stripe', 'cs_live_a', null, true],
    ['stripe', 'cs_test_a', null, false],
    ['stripe', 'in_a', null, null],
    ['stars', 'charge', null, true],
    ['crypto-pay', '1', 'https://t.me/CryptoBot?start=IVa', true],
    ['crypto-pay', '2', 'https://t.me/CryptoTestnetBot?start=IVa', false],
    ['crypto-pay', '3', null, null],
    ['balance', 'order-1', null, null],
  ];
  for (const [provider, object, url] of given)
    await shop.rows(
      sql`insert into payments (provider, object_id, url, status, amount_minor, currency, created_at, paid_at)
        values (${provider}, ${object}, ${url}, 'paid', 1, 'USD', now(), now())`,
    );
  const { orderId, objectId } = await shop.ordered({ renews: true });
  accounts.stripe.act.pay(objectId);
  await shop.payments.lookAt('stripe', objectId);
  await shop.rows(
    sql`insert into payments (provider, object_id, order_id, status, amount_minor, currency, created_at, paid_at)
      values ('stripe', 'in_b', ${orderId}, 'paid', 1, 'USD', now(), now())`,
  );
  await shop.rows(sql`update payments set is_live = null`);
  const [file = ''] = globSync(path.resolve(import.meta.dirname, '../../../../drizzle/*_live_money.sql'));
  const [, ...fills] = readFileSync(file, 'utf8').split('--> statement-breakpoint');
  for (const fill of fills) await shop.rows(sql.raw(fill));
  const kept = await shop.rows<{
    provider: string;
    object: string;
    url: string | null;
    live: boolean | null;
  }>(
    sql`select provider, object_id as object, url, is_live as live from payments where amount_minor = 1 order by id`,
  );
  expect(kept.map(({ provider, object, url, live }) => [provider, object, url, live])).toEqual([
    ...given,
    // A further period of an arrangement is in the mode of its first.
    ['stripe', 'in_b', null, false],
  ]);
});
