import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorldSnapshot } from '@hiddify-vpn-bot/sandbox/telegram/snapshot/read-snapshot.ts';
import { createWorld } from '@hiddify-vpn-bot/sandbox/telegram/world.ts';
import type { World } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { pngOf } from './pictures.ts';
import { openSandboxBot, token, type SandboxBot } from './sandbox-bot.ts';

const daySeconds = 24 * 3600;
const invoice = {
  title: 'Month',
  description: 'VPN for a month',
  payload: 'order_1',
  currency: 'XTR',
  prices: [{ label: 'Month', amount: 100 }],
};

/** A later sandbox that knows what this one has written down, at the same time of day. */
function reopen({ world, clock }: SandboxBot): Promise<SandboxBot> {
  const written: unknown = JSON.parse(JSON.stringify(world.snapshot()));
  return openSandboxBot({
    snapshot: readWorldSnapshot(written),
    fileContent: world.fileContent,
    now: clock.now(),
  });
}

/** A world with something of everything. */
async function openLivedIn(): Promise<SandboxBot> {
  const bot = await openSandboxBot();
  await bot.setWebhook({ secret_token: 'secret-1', max_connections: 5 });
  const anna = await bot.startedPerson({ id: 101, firstName: 'Анна', username: 'anna', role: 'admin' });
  const boris = await bot.startedPerson({ id: 102, firstName: 'Boris' });
  const commands = [{ command: 'key', description: 'The key' }];
  await bot.api('setMyCommands', { commands, language_code: 'ru' });
  await bot.api('setMyDescription', { description: 'What it does' });
  const buttons = { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] };
  await bot.api('sendMessage', {
    chat_id: 101,
    text: '<b>Hi</b>',
    parse_mode: 'HTML',
    reply_markup: buttons,
  });
  await bot.api('editMessageText', { chat_id: 101, message_id: 2, text: 'Edited', reply_markup: buttons });
  await bot.api('pinChatMessage', { chat_id: 101, message_id: 2 });
  const keys = { keyboard: [[{ text: 'Menu' }]] };
  await bot.api('sendMessage', { chat_id: 101, text: 'Keys', reply_markup: keys });
  anna.sendsPhoto({ bytes: pngOf(20, 10), name: 'a.png', caption: 'look' });
  anna.deletes(anna.says('hidden').message_id);
  boris.blocks();
  await bot.world.settled();
  return bot;
}

describe('a world that is opened again', () => {
  it('shows the same people, chats, keyboards, commands and webhook', async () => {
    const before = await openLivedIn();
    const after = await reopen(before);
    const seen = ({ world }: SandboxBot): Partial<ReturnType<World['state']>> => {
      const { bot, people, chats, webhook } = world.state();
      return { bot, people, chats, webhook };
    };
    expect(seen(after)).toEqual(seen(before));
    expect(seen(after).chats?.[0]).toMatchObject({
      pinnedMessageId: 2,
      replyKeyboard: { keyboard: [[{ text: 'Menu' }]] },
      commands: [{ command: 'key' }],
    });
    expect((await after.api('getWebhookInfo')).result).toEqual((await before.api('getWebhookInfo')).result);
  });

  it('serves the files of before', async () => {
    const after = await reopen(await openLivedIn());
    const photo = after.world
      .person({ id: 101 })
      .messages()
      .findLast((message) => message.photo)?.photo;
    const { result } = await after.api('getFile', { file_id: photo?.at(-1)?.file_id });
    const { file_path: path } = (result ?? {}) as { file_path?: string };
    const download = await fetch(`${after.url}/file/bot${token}/${path}`);
    expect(new Uint8Array(await download.arrayBuffer())).toEqual(pngOf(20, 10));
  });

  it('keeps the newest 50 MB of files', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    const ids = [10, 20, 20, 10].map(
      (megabytes) => anna.sendsDocument(new Uint8Array(megabytes * 1024 * 1024)).document?.file_id,
    );
    expect(bot.world.snapshot().files.map(({ fileId }) => fileId)).toEqual(ids.slice(1));
  });

  it('never gives out an id again that the bot may have seen after the last save', async () => {
    const before = await openLivedIn();
    const snapshot = before.world.snapshot();
    const anna = before.world.person({ id: 101 });
    for (let count = 0; count < 50; count++) anna.says('lost');
    await before.world.settled();
    const after = await openSandboxBot({ snapshot });
    const message = after.world.person({ id: 101 }).says('new');
    await after.world.settled();
    expect(message.message_id).toBeGreaterThan(anna.messages().at(-1)?.message_id ?? Infinity);
    const ids = before.received.map(({ update }) => update.update_id);
    expect(ids.at(-1)).toBeGreaterThan(Math.max(...ids.slice(0, -1)));
    expect(before.received.at(-1)?.update.message?.text).toBe('new');
  });

  it('lets the bot edit what it wrote before, and says of what was lost that it is not there', async () => {
    const after = await reopen(await openLivedIn());
    const edit = (id: number) =>
      after.api('editMessageText', { chat_id: 101, message_id: id, text: 'Edited again' });
    expect(await edit(2)).toMatchObject({ ok: true });
    expect(await edit(99)).toMatchObject({ description: 'Bad Request: message to edit not found' });
    expect(await after.api('sendMessage', { chat_id: 102, text: 'x' })).toMatchObject({ status: 403 });
  });

  it('delivers what was waiting, in order, with the secret and without being asked', async () => {
    const before = await openLivedIn();
    const hang = (): void => {};
    before.answerWith(hang);
    const anna = before.world.person({ id: 101 });
    anna.says('one');
    anna.says('two');
    const snapshot = before.world.snapshot();
    expect(snapshot.updates.waiting).toHaveLength(2);
    before.world.close();
    before.received.splice(0);
    before.answerWith((_update, response) => response.end());
    const after = await openSandboxBot({ snapshot });
    await after.world.settled();
    const last = before.received.slice(-2);
    expect(last.map(({ update }) => update.message?.text)).toEqual(['one', 'two']);
    expect(last[0]?.headers['x-telegram-bot-api-secret-token']).toBe('secret-1');
  });

  it('still waits for the answer to a tap, as long as it would have', async () => {
    const before = await openLivedIn();
    const anna = before.world.person({ id: 101 });
    const [early, late] = [anna.taps('Buy'), anna.taps('Buy')];
    await before.world.settled();
    before.clock.advance(10_000);
    const after = await reopen(before);
    const answer = (id: string) => after.api('answerCallbackQuery', { callback_query_id: id, text: 'ok' });
    expect(await answer(early)).toMatchObject({ ok: true });
    after.clock.advance(5_000);
    expect(await answer(late)).toMatchObject({ status: 400 });
    expect(after.world.violations).toMatchObject([{ rule: 'callback-unanswered', personId: 101 }]);
  });

  it('knows its Stars and renews its subscriptions', async () => {
    const before = await openSandboxBot();
    const anna = await before.startedPerson({ id: 101 });
    const subscription = { ...invoice, subscription_period: 30 * daySeconds };
    const { result: link } = await before.api('createInvoiceLink', subscription);
    const checkoutId = anna.pays(String(link));
    await before.api('answerPreCheckoutQuery', { pre_checkout_query_id: checkoutId, ok: true });
    const after = await reopen(before);
    const again = after.world.person({ id: 101 });
    expect(again.subscriptions()).toEqual(anna.subscriptions());
    after.clock.advance(31 * daySeconds * 1000);
    expect((await after.api('getMyStarBalance')).result).toMatchObject({ amount: 200 });
    const charges = again.messages().map((message) => message.successful_payment?.telegram_payment_charge_id);
    expect(new Set(charges.filter(Boolean)).size).toBe(2);
    expect(again.pays(String(link))).toMatch(/^\d+$/);
  });

  it('takes over how far the clock was ahead', () => {
    const before = createWorld({ token });
    before.clock.advance(daySeconds * 1000);
    const after = createWorld({ token, snapshot: before.snapshot() });
    expect(after.clock.now().getTime() - Date.now()).toBeGreaterThan(daySeconds * 1000 - 1000);
  });
});

describe('a snapshot', () => {
  it.each([[null], [[]], [{}], ['text'], [{ version: 2 }]])('like %j is refused', (value) => {
    expect(() => readWorldSnapshot(value)).toThrow(/^it is of version \S+, not 1$/);
  });

  it('of another bot is refused', () => {
    const snapshot = createWorld({ token }).snapshot();
    expect(() => createWorld({ token: '1000002:sandbox-telegram-token', snapshot })).toThrow('another bot');
  });

  it('that somebody has changed is refused with its place, or opens', async () => {
    const text = JSON.stringify((await openLivedIn()).world.snapshot());
    const places = placesOf(JSON.parse(text));
    const change = fc.record({ place: fc.constantFrom(...places), value: fc.jsonValue({ maxDepth: 2 }) });
    fc.assert(
      fc.property(change, ({ place, value }) => {
        const changed: unknown = JSON.parse(text);
        put(changed, place, value);
        const world = openOrRefuse(changed);
        world?.state();
        world?.close();
      }),
      { numRuns: 300 },
    );
  });
});

function openOrRefuse(value: unknown): World | undefined {
  let snapshot;
  try {
    snapshot = readWorldSnapshot(value);
  } catch (error) {
    if ((error as Error).message.includes('\n')) throw error;
    return undefined;
  }
  // The number of the bot is checked apart, and nobody listens at the webhook.
  const updates = { ...snapshot.updates, waiting: [] };
  return createWorld({ token, snapshot: { ...snapshot, updates, botId: 1_000_001 } });
}

type Place = (string | number)[];

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...placesOf(inner).map((rest) => [key, ...rest]),
  ]);
}

function put(target: unknown, [key = '', ...rest]: Place, value: unknown): void {
  const object = target as Record<string, unknown>;
  if (rest.length === 0) object[key] = value;
  else put(object[key], rest, value);
}
