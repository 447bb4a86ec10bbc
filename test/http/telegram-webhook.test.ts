import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inviteFrom } from '../support/journeys.ts';
import { adminId } from '../support/environment.ts';
import { faults, type Product, startProduct } from '../support/product.ts';
import { message, secret, send, unfinished, webhookOf } from './webhook.ts';

let product: Product;
let webhook: ReturnType<typeof webhookOf>;
beforeAll(async () => {
  product = await startProduct({ settings: { TELEGRAM_WEBHOOK_SECRET: secret } });
  webhook = webhookOf(product);
});
afterAll(() => product.stop());

const header = 'x-telegram-bot-api-secret-token';
const plainUpdate = () => JSON.stringify({ update_id: webhook.nextId() });

describe('who may deliver', () => {
  it.each([
    ['no secret', {}],
    ['a wrong secret', { [header]: 'wrong' }],
    ['an empty secret', { [header]: '' }],
    ['a secret cut short', { [header]: secret.slice(0, -1) }],
    ['a secret with more behind it', { [header]: `${secret}x` }],
    ['the right secret given twice', { [header]: [secret, secret] }],
    ['the secret in another header', { authorization: `Bearer ${secret}` }],
  ])('%s is refused with 401 and not a word', async (_what, headers) => {
    const answer = await send(webhook.url(), { body: plainUpdate(), headers });
    expect([answer.status, answer.body]).toEqual([401, '']);
  });

  it.each(['GET', 'PUT', 'DELETE'])('%s finds nothing there', async (method) => {
    const answer = await send(webhook.url(), { method, headers: { [header]: secret } });
    expect([answer.status, answer.body]).toEqual([404, '{"error":"not found"}']);
  });
});

describe('what is no update', () => {
  it.each([
    ['nothing', ''],
    ['words', 'hello'],
    ['half an object', '{"update_id":1'],
    ['an array', '[{"update_id":1}]'],
    ['null', 'null'],
    ['a number', '1'],
    ['no update_id', '{"message":{}}'],
    ['a text for update_id', '{"update_id":"1"}'],
    ['a fraction for update_id', '{"update_id":1.5}'],
    ['a negative update_id', '{"update_id":-1}'],
    ['update_id 2^60', '{"update_id":1152921504606846976}'],
    ['update_id 1e309', '{"update_id":1e309}'],
    ['50,000 brackets', '['.repeat(50_000)],
    ['a byte order mark', '\ufeff{"update_id":1}'],
    ['packed bytes', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
  ])('%s is refused with 400', async (_what, body) => {
    const answer = await webhook.post(body);
    expect([answer.status, answer.body]).toEqual([400, '']);
    expect(answer.seconds).toBeLessThan(2);
  });

  it('a body of 1 MiB is read, and one byte more is refused with 413', async () => {
    const update = plainUpdate();
    const fits = update + ' '.repeat(1024 * 1024 - update.length);
    expect((await webhook.post(fits)).status).toBe(200);
    expect((await webhook.post(`${fits} `)).status).toBe(413);
  });

  it('none of this is an error of ours or leaves anything waiting', async () => {
    await product.app().idle();
    expect(faults(product)).toEqual([]);
    expect(await unfinished(product)).toEqual([]);
  });
});

/** Somebody new who has pressed Start: to others Telegram lets no bot write. */
async function somebody() {
  const person = product.person({ languageCode: 'ru' });
  await person.starts();
  return person;
}

describe('what is strange but an update', () => {
  it.each([
    ['none', null],
    ['text/plain', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form in parts, without a boundary', 'multipart/form-data'],
    ['a charset that does not exist', 'application/json; charset=klingon'],
  ])('content type: %s, and it is stored', async (_what, type) => {
    expect((await webhook.post(plainUpdate(), type)).status).toBe(200);
  });

  it('50,000 nested brackets inside a message are answered at once and harm nobody', async () => {
    const person = await somebody();
    const deep = JSON.stringify(message(person.id, '/help', { sticker: 'deep' })).replace(
      '"deep"',
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    );
    const answer = await webhook.post(`{"update_id":${webhook.nextId()},"message":${deep}}`);
    expect(answer.status).toBe(200);
    expect(answer.seconds).toBeLessThan(2);
    await product.settled();
    expect(person.text()).toContain('Помощь');
  });

  it('keys named __proto__ and constructor change nothing', async () => {
    const person = await somebody();
    const head = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"update_id":${webhook.nextId()},`;
    expect(
      (await webhook.post(`${head}"message":${JSON.stringify(message(person.id, '/help'))}}`)).status,
    ).toBe(200);
    await product.settled();
    expect(person.text()).toContain('Помощь');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    const { rows } = await product.database.db.execute(
      sql`select distinct lane, kind from inbox where position >= 900000001 and lane like ${`%${person.id}`}`,
    );
    expect(rows).toEqual([{ lane: `user ${person.id}`, kind: 'message' }]);
  });

  it('NUL and halves of characters in names and texts are answered like any other', async () => {
    const person = await somebody();
    const from = { id: person.id, is_bot: false, first_name: '\0A\ud800', username: '\udfff\0' };
    for (const text of ['\0', '/start \0\ud83d', '\ud800\udc00\udc00 <b>', '/start INV_\0'])
      expect((await webhook.update({ message: message(person.id, text, { from }) })).status).toBe(200);
    expect(person.text()).toContain('Нужен код приглашения');
    expect(product.world.calls.filter((call) => !call.ok)).toEqual([]);
  });

  it('the same update five times at once acts once: one use of the code, one welcome', async () => {
    const admin = await product.admin();
    const code = await inviteFrom(admin, { uses: '5' });
    const person = await somebody();
    const body = JSON.stringify({
      update_id: webhook.nextId(),
      message: message(person.id, `/start ${code}`),
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => webhook.post(body)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
    await product.settled();
    expect(person.texts().filter((text) => text.includes('Вы с нами'))).toHaveLength(1);
    const { rows } = await product.database.db.execute(
      sql`select used_count as used from invites where code = ${code}`,
    );
    expect(rows).toEqual([{ used: 1 }]);
  });

  it('somebody in haste is slowed down, and Telegram still hears 200 each time', async () => {
    const person = await somebody();
    const { message_id: messageId } = person.screen();
    const taps = Array.from({ length: 30 }, () => person.driver.taps({ messageId, row: 0, column: 0 }));
    await product.settled();
    const words = taps.map((tap) => person.driver.toast(tap)?.text ?? '');
    expect(words.filter((word) => word.includes('Слишком быстро')).length).toBeGreaterThan(5);
    expect(new Set(product.world.deliveries.map((delivery) => delivery.status))).toEqual(new Set([200]));
  });

  it('all of it was handled, without a fault and without a rule of Telegram broken', async () => {
    expect(await unfinished(product)).toEqual([]);
    expect(faults(product)).toEqual([]);
    expect(product.world.violations).toEqual([]);
    expect((await webhook.update({ message: message(adminId, '/menu') })).status).toBe(200);
  });
});
