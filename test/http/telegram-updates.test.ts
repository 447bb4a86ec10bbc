import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateKinds } from '@hiddify-vpn-bot/sandbox/telegram/delivery/update-kinds.ts';
import { eventually } from '../support/eventually.ts';
import { newcomer } from '../support/journeys.ts';
import { faults, type Product, startProduct } from '../support/product.ts';
import { message, secret, unfinished, webhookOf } from './webhook.ts';

let product: Product;
let webhook: ReturnType<typeof webhookOf>;
beforeAll(async () => {
  product = await startProduct({ settings: { TELEGRAM_WEBHOOK_SECRET: secret } });
  webhook = webhookOf(product);
});
afterAll(() => product.stop());

const callsSince = (from: number) => product.world.calls.slice(from).map(({ method }) => method);

describe('kinds of updates', () => {
  const futures = ['stars_gift_upgrade', 'a', 'x'.repeat(41), 'UPPER', 'with space', 'ключ', 'valueOf', ''];
  const contents: [string, unknown][] = [
    ['empty', {}],
    ['with somebody and a chat', { from: { id: 5 }, chat: { id: 5, type: 'private' } }],
    ['of another shape', [[null, 1, 'x']]],
  ];

  it('every known kind and every future one is stored, handled and left alone', async () => {
    const before = product.world.calls.length;
    const bodies = [...updateKinds, ...futures].flatMap((kind) =>
      contents.map(([, content]) => JSON.stringify({ update_id: webhook.nextId(), [kind]: content })),
    );
    const answers = await Promise.all(bodies.map((body) => webhook.post(body)));
    expect(answers.map((answer) => answer.status)).toEqual(bodies.map(() => 200));
    await product.app().idle();
    expect(await unfinished(product)).toEqual([]);
    expect(faults(product)).toEqual([]);
    expect(callsSince(before)).toEqual([]);
  });

  it('parts that are missing or of another type leave the rest of the world alone', async () => {
    const whole = message(700_000_000, '/start');
    const broken = Object.keys(whole).flatMap((part) => [
      { ...whole, [part]: undefined },
      { ...whole, [part]: null },
      { ...whole, [part]: [{ id: 'x' }] },
    ]);
    for (const content of broken) expect((await webhook.update({ message: content })).status).toBe(200);
    expect(await unfinished(product)).toEqual([]);
  });

  it('an edited message is not acted on again', async () => {
    const person = await newcomer(product);
    const before = product.world.calls.length;
    await webhook.update({ edited_message: message(person.id, '/help', { edit_date: 1 }) });
    expect(callsSince(before)).toEqual([]);
  });
});

describe('what is said', () => {
  it('is answered, and what Telegram tells of a chat by itself is not', async () => {
    const person = await newcomer(product);
    const before = product.world.calls.length;
    const { text: _text, ...bare } = message(person.id, '');
    for (const told of [
      { pinned_message: message(person.id, 'ключ') },
      { new_chat_photo: [] },
      { message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } },
      { forum_topic_created: { name: 'Тема', icon_color: 1 } },
      { write_access_allowed: {} },
      { users_shared: { request_id: 1, users: [] } },
      { something_new: {} },
    ])
      await webhook.update({ message: { ...bare, ...told } });
    expect(callsSince(before)).toEqual([]);
    await webhook.update({ message: { ...bare, sticker: { file_id: 'x' } } });
    expect(callsSince(before)).toContain('sendMessage');
  });

  it('in one album is one message', async () => {
    const person = await newcomer(product);
    const before = product.world.calls.length;
    const { text: _text, ...bare } = message(person.id, '');
    for (let picture = 0; picture < 5; picture += 1)
      await webhook.update({
        message: { ...bare, photo: [], media_group_id: '77', message_id: picture + 1 },
      });
    expect(callsSince(before).filter((method) => method === 'sendMessage')).toHaveLength(1);
  });

  it('with a big letter is a command all the same', async () => {
    const person = await newcomer(product);
    await webhook.update({ message: message(person.id, '/Help') });
    expect(person.text()).toContain('Как подключиться?');
  });

  it('in a topic is answered there', async () => {
    const person = await newcomer(product);
    const topic = { message_thread_id: 77, is_topic_message: true };
    await webhook.update({ message: message(person.id, '/help', topic) });
    const sent = product.world.calls.filter(({ method }) => method === 'sendMessage').at(-1);
    expect(sent?.payload).toMatchObject({ chat_id: person.id, message_thread_id: 77 });
  });

  it('with an optional field that is null is heard as if it were not there', async () => {
    const person = await newcomer(product);
    const { from } = message(person.id, '');
    const empty = { last_name: null, username: null };
    await webhook.update({
      message: message(person.id, '/help', {
        from: { ...from, ...empty },
        caption: null,
        reply_to_message: null,
      }),
      edited_message: null,
    });
    expect(person.text()).toContain('Как подключиться?');
    await webhook.update({ edited_message: null, message: message(person.id, '/menu') });
    expect(person.text()).toContain('Здравствуйте');
  });

  it('under the number of another update is not kept, and that is counted and logged', async () => {
    const update_id = webhook.nextId();
    const first = JSON.stringify({ update_id, message: message(8_001, 'раз') });
    const [one, again] = [await webhook.post(first), await webhook.post(first)];
    const other = await webhook.post(JSON.stringify({ update_id, message: message(8_002, 'два') }));
    expect([one.status, again.status, other.status]).toEqual([200, 200, 200]);
    const lines = product.log.filter((line) => line.includes('has the number of another one'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`"update":${update_id}`);
  });
});

describe('who speaks', () => {
  it('ids up to 2^52 − 1 are kept exactly', async () => {
    const person = product.person({ id: 2 ** 52 - 1, languageCode: 'ru' });
    await person.starts();
    await person.says('/help');
    await person.taps('На главную');
    expect(person.text()).toContain('Нужен код приглашения');
    const { rows } = await product.database.db.execute(
      sql`select telegram_id::text as id from users where telegram_id > 4000000000`,
    );
    expect(rows).toEqual([{ id: '4503599627370495' }]);
  });

  it('a channel post has no author and gets no answer', async () => {
    const before = product.world.calls.length;
    const { from: _nobody, ...post } = message(5, '/start', { chat: { id: -1001, type: 'channel' } });
    await webhook.update({ channel_post: post });
    await webhook.update({ message: { ...post, sender_chat: { id: -1001, type: 'channel' } } });
    expect(callsSince(before)).toEqual([]);
    expect(await unfinished(product)).toEqual([]);
  });

  it.each(['group', 'supergroup'])(
    'in a %s a command is sent to the private chat, talk is left alone',
    async (type) => {
      const chat = { id: -1_002_000_000_000 - type.length, type, title: 'Группа' };
      const before = product.world.calls.length;
      await webhook.update({ message: message(6, 'привет', { chat }) });
      expect(callsSince(before)).toEqual([]);
      await webhook.update({ message: message(6, '/key@another_bot', { chat }) });
      expect(callsSince(before)).toEqual([]);
      await webhook.update({ message: message(6, '/key@Sandbox_VPN_bot', { chat }) });
      await eventually(() => expect(callsSince(before)).toEqual(['sendMessage']));
      // Once a minute, whoever asks there.
      await webhook.update({ message: message(8, '/start', { chat }) });
      await webhook.update({ message: message(8, 'привет', { chat: { ...chat, id: chat.id - 10 } }) });
      expect(callsSince(before)).toEqual(['sendMessage']);
      expect(JSON.stringify(product.world.calls.at(-1)?.payload)).not.toContain('callback_data');
      const { rows } = await product.database.db.execute(sql`select 1 from users where telegram_id = 6`);
      expect(rows).toEqual([]);
    },
  );

  it('another bot is not talked to', async () => {
    const before = product.world.calls.length;
    await webhook.update({
      message: message(7, '/start', { from: { id: 7, is_bot: true, first_name: 'Bot' } }),
    });
    expect(callsSince(before)).toEqual([]);
  });
});

describe('who stopped the bot', () => {
  const reachable = async (id: number) => {
    const { rows } = await product.database.db.execute(
      sql`select unreachable_at is null as reachable from users where telegram_id = ${id}`,
    );
    return rows[0]?.['reachable'];
  };

  it('while it was at work is marked, and what they had asked for is neither repeated nor a fault', async () => {
    const person = await newcomer(product);
    const calls = () => product.world.calls.filter((call) => call.personId === person.id);
    product.world.faults.script({ kind: '403-blocked', times: 1, method: 'sendMessage', chatId: person.id });
    const before = calls().length;
    await person.says('/help');
    expect(
      calls()
        .slice(before)
        .map((call) => call.errorCode),
    ).toEqual([403]);
    expect(await reachable(person.id)).toBe(false);
    expect(await unfinished(product)).toEqual([]);
    expect(faults(product)).toEqual([]);
  });

  it('and comes back is reached again', async () => {
    const person = await newcomer(product);
    person.driver.blocks();
    await product.settled();
    await eventually(async () => expect(await reachable(person.id)).toBe(false));
    person.driver.unblocks();
    await product.settled();
    expect(await reachable(person.id)).toBe(true);
  });
});
