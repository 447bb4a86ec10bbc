import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { pass, turns, turnsUntil } from './passing-time.ts';
import { openSandboxBot, type SandboxBot } from './sandbox-bot.ts';

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_update: unknown, response: ServerResponse) =>
    void response.writeHead(code, headers).end();

const texts = ({ received }: SandboxBot): (string | undefined)[] =>
  received.map(({ update }) => update.message?.text);

describe('a delivery', () => {
  it('is a POST of one update with the secret, with ids that grow by one', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook({ secret_token: 'se-cret_1' });
    anna.says('one');
    anna.says('two');
    await bot.world.settled();
    const [first, second] = bot.received;
    expect(first?.headers['x-telegram-bot-api-secret-token']).toBe('se-cret_1');
    expect(second?.update.update_id).toBe((first?.update.update_id ?? 0) + 1);
  });

  it('is repeated at once, then after 2, 4, 8 … seconds, up to a pause of one to two minutes', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.answerWith(status(500));
    anna.says('hi');
    const startMs = bot.clock.now().getTime();
    await bot.world.settled();
    await pass(bot, 600);
    const failed = bot.world.deliveries.filter((delivery) => delivery.status === 500);
    const seconds = failed.map(({ at }) => (Date.parse(at) - startMs) / 1000);
    expect(seconds.slice(0, 7)).toEqual([0, 0, 2, 6, 14, 30, 62]);
    const pauses = seconds.slice(7).map((second, at) => second - (seconds[at + 6] ?? 0));
    expect(pauses.length).toBeGreaterThan(3);
    expect(pauses.every((pause) => pause >= 60 && pause <= 121)).toBe(true);
  });

  it('blocks only its own queue: other people and taps go on', async () => {
    const bot = await openSandboxBot();
    const [anna, boris] = [await bot.startedPerson(), await bot.startedPerson()];
    await bot.setWebhook();
    await bot.api('sendMessage', {
      chat_id: anna.id,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] },
    });
    bot.answerWith(
      (update, response) => void response.writeHead(update.message?.from?.id === anna.id ? 500 : 200).end(),
    );
    anna.says('first');
    anna.says('second');
    anna.taps('Buy');
    boris.says('other');
    await bot.world.settled();
    expect(texts(bot)).not.toContain('second');
    expect(texts(bot)).toContain('other');
    expect(bot.received.some(({ update }) => update.callback_query)).toBe(true);
    bot.answerWith(status(200));
    await pass(bot, 3);
    expect(texts(bot).slice(-2)).toEqual(['first', 'second']);
  });

  it('waits as long as Retry-After of a failure says, at most an hour', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.answerWith(status(503, { 'retry-after': '5' }));
    anna.says('hi');
    await bot.world.settled();
    await pass(bot, 4);
    expect(bot.received).toHaveLength(1);
    await pass(bot, 1);
    expect(bot.received).toHaveLength(2);
    bot.answerWith(status(503, { 'retry-after': '9999' }));
    await pass(bot, 5);
    const { at, nextAttemptAt = '' } = bot.world.deliveries.at(-1) ?? { at: '' };
    expect(Date.parse(nextAttemptAt) - Date.parse(at)).toBe(3_600_000);
  });

  it('has failed when there is no answer within 60 seconds', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.answerWith(() => {});
    anna.says('hi');
    await turnsUntil(() => bot.received.length === 1);
    bot.answerWith(status(200));
    bot.clock.advance(60_000);
    await bot.world.settled();
    expect(bot.world.deliveries.slice(-2).map((delivery) => delivery.status)).toEqual(['error', 200]);
    expect((await bot.api('getWebhookInfo')).result).toMatchObject({
      last_error_message: 'Read timeout expired',
    });
  });

  it.each([
    ['a tap', 150],
    ['a message', 24 * 3600],
  ])('of %s is given up after its time', async (kind, seconds) => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    const reply_markup = { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] };
    await bot.api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup });
    bot.answerWith(status(503, { 'retry-after': '140' }));
    if (kind === 'a tap') anna.taps('Buy');
    else anna.says('hi');
    await bot.world.settled();
    bot.answerWith(status(503, { 'retry-after': '3600' }));
    const step = Math.min(seconds, 3600);
    for (let passed = 0; passed <= seconds + step; passed += step) {
      bot.clock.advance(step * 1000);
      await bot.world.settled();
    }
    expect(bot.world.deliveries.at(-1)).toMatchObject({ expired: true });
    expect((await bot.api('getWebhookInfo')).result).toMatchObject({ pending_update_count: 0 });
  });

  it('runs beside others, up to max_connections', async () => {
    const bot = await openSandboxBot();
    const people = await Promise.all(Array.from({ length: 5 }, () => bot.startedPerson()));
    await bot.setWebhook({ max_connections: 3 });
    const open: ServerResponse[] = [];
    bot.answerWith((_update, response) => void open.push(response));
    for (const person of people) person.says('hi');
    await turnsUntil(() => open.length >= 3);
    await turns(20);
    expect(open).toHaveLength(3);
    bot.answerWith(status(200));
    for (const response of open) response.end();
    await bot.world.settled();
    expect(bot.received).toHaveLength(5);
  });

  it('may carry a method in the answer, which is carried out', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.answerWith((_update, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ method: 'sendMessage', chat_id: anna.id, text: 'by answer' }));
    });
    anna.says('hi');
    await bot.world.settled();
    expect(anna.screen().text).toBe('by answer');
  });
});

describe('getWebhookInfo', () => {
  it('counts what is pending and names the last error', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.answerWith(status(500));
    anna.says('one');
    anna.says('two');
    await bot.world.settled();
    const { result } = await bot.api('getWebhookInfo');
    expect(result).toMatchObject({
      url: bot.webhookUrl,
      pending_update_count: 2,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
      max_connections: 40,
    });
  });
});

describe('deliveries that go wrong on purpose', () => {
  it('come more than once', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.world.faults.set({ duplicateUpdates: 2 });
    anna.says('hi');
    await bot.world.settled();
    expect(texts(bot)).toEqual(['hi', 'hi', 'hi']);
    expect(new Set(bot.received.map(({ update }) => update.update_id)).size).toBe(1);
  });

  it('change places, and none is lost', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    bot.world.faults.set({ reorderUpdates: true });
    for (const text of ['1', '2', '3']) anna.says(text);
    await bot.world.settled();
    bot.clock.advance(1000);
    await bot.world.settled();
    expect(texts(bot)).toEqual(['2', '1', '3']);
  });

  it('carry any JSON as it is', async () => {
    const bot = await openSandboxBot();
    await bot.setWebhook();
    bot.world.inject({ update_id: 5, message: { strange: ['\u0000'] } });
    await bot.world.settled();
    expect(bot.received[0]?.update).toEqual({ update_id: 5, message: { strange: ['\u0000'] } });
  });
});
