import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminId } from '../support/environment.ts';
import type { Tester } from '../support/person.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;
let admin: Tester;
beforeAll(async () => {
  product = await startProduct();
  admin = await product.admin();
  await product.database.db.execute(sql`
    insert into payments (id, user_id, provider, object_id, status, amount_minor, currency, created_at, paid_at)
    values (7001, ${adminId}, 'crypto-pay', 'a', 'paid', 149, 'USD', now(), now()),
           (7002, null, 'crypto-pay', 'b', 'review', 249, 'USD', now(), now())`);
});
afterAll(() => product.stop());

/** Puts a dialogue under way, as a row of a version holds it. */
async function holds(scene: string, state: object): Promise<void> {
  const data = JSON.stringify({ __scenes: { current: scene, state } });
  await product.database.db.execute(sql`
    insert into sessions (user_id, chat_id, version, data, revision, expires_at)
    values (${adminId}, ${adminId}, 1, ${data}::jsonb, 1, now() + interval '1 day')
    on conflict (user_id, chat_id) do update set data = excluded.data, revision = sessions.revision + 1`);
}

const v1 = (state: object) => ({ schemaVersion: 1, ...state });

/** Each dialogue as the version before the engine stored it, what is typed next, and what comes of it. */
const former: [scene: string, state: object, typed: string, answer: string][] = [
  ['invite.enter', {}, 'INV_00000000', 'Такого кода нет'],
  ['invite.new', v1({ step: 'expiry', maxUses: 5 }), '30', 'шаг 3 из 4'],
  ['invite.new', v1({ step: 'uses', maxUses: 5, expiresInDays: 3 }), '7', 'шаг 2 из 4'],
  ['invite.new', v1({ step: 'traffic', maxUses: 5, expiresInDays: null, grantDays: null }), '10', 'из 5'],
  ['admin.find', {}, 'Анна', 'нашлось'],
  ['admin.stop-renewal', v1({ userId: adminId }), 'x'.repeat(301), 'Причина нужна словами'],
  ['panels.add', {}, 'http://', 'шаг 1 из 5'],
  ['panels.edit', v1({ panelId: 1, field: 'weight' }), '7', 'Вес: 7'],
  ['panels.access', { panelId: 1 }, 'admin-path', '2 из 3'],
  ['subscriptions.adopt', v1({ userId: adminId }), 'нет', 'ссылк'],
  ['plans.edit', v1({ planId: 1, field: 'name' }), 'Первый', 'Первый'],
  ['money.gift', v1({ id: 'x', what: 'access', userId: adminId, step: 'traffic', days: 3 }), '5', 'За что?'],
  [
    'money.gift',
    v1({ id: 'y', what: 'money', userId: adminId, step: 'reason', minor: 150 }),
    'за помощь',
    '1,50',
  ],
  ['payments.find', {}, '7001', '7001'],
  ['payments.refund', v1({ paymentId: 7001 }), '0,49', 'Почему'],
  ['payments.refund', v1({ paymentId: 7001, amountMinor: 49 }), 'ошибка', '0,49'],
  ['payments.review', v1({ paymentId: 7002, decision: 'credited' }), String(adminId), 'Почему'],
  ['payments.review', v1({ paymentId: 7002, decision: 'credited', targetId: adminId }), 'да', 'баланс'],
  ['keys.preset', v1({ asked: 'reality.sni' }), 'www.example.org', 'www.example.org'],
  [
    'promo.new',
    v1({ id: 'z', step: 'value', code: 'SPRING', kind: 'percent', planCodes: [] }),
    '20',
    'шаг 4 из 8',
  ],
  [
    'promo.new',
    v1({
      id: 'w',
      step: 'plans',
      code: 'SPRING',
      kind: 'percent',
      value: 20,
      maxUses: null,
      perPerson: 1,
      endsAt: null,
      planCodes: ['weekly'],
    }),
    'all',
    'шаг 8 из 8',
  ],
  ['promo.enter', v1({ planId: 0 }), 'NO-SUCH-CODE', 'Такого промокода нет'],
];

describe('a dialogue that the version before the engine stored', () => {
  it.each(former)('%s %j goes on with «%s»', async (scene, state, typed, answer) => {
    await holds(scene, state);
    await admin.says(typed);
    expect(`${admin.text()} ${admin.buttons().join(' ')}`).toContain(answer);
    expect(admin.texts().join()).not.toContain('Бот обновился');
  });
});

const scenes = [...new Set(former.map(([scene]) => scene))];

describe('a dialogue that this version cannot read', () => {
  it.each(scenes)('%s is over: that is said, and the person is where it began', async (scene) => {
    await holds(scene, { schemaVersion: 99, about: { userId: 'somebody' } });
    const before = admin.texts().length;
    await admin.says('что-нибудь');
    expect(admin.texts().slice(before).join()).toContain('Бот обновился');
    expect(admin.buttons().length).toBeGreaterThan(0);
    await admin.says('что-нибудь');
    expect(admin.text()).toContain('Я не понял');
  });
});
