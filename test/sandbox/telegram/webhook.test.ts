import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSandboxBot, type SandboxBot } from './sandbox-bot.ts';

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (_update: unknown, response: ServerResponse) =>
    void response.writeHead(code, headers).end();

const texts = ({ received }: SandboxBot): (string | undefined)[] =>
  received.map(({ update }) => update.message?.text);

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

async function turnsUntil(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

/** Moves the clock in small steps, so that whatever a timer starts can end before the next one. */
async function pass(bot: SandboxBot, seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left--) {
    bot.clock.advance(1000);
    await bot.world.settled();
  }
}

describe('setting a webhook', () => {
  it.each([
    ['http://example.com/x', 'bad webhook: An HTTPS URL must be provided for webhook'],
    ['ftp://example.com', 'bad webhook: An HTTPS URL must be provided for webhook'],
    ['not a url', 'bad webhook: invalid webhook URL specified'],
    ['https://example.com:3000/x', 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
  ])('at %s is refused', async (url, problem) => {
    const { api } = await openSandboxBot();
    expect(await api('setWebhook', { url })).toMatchObject({
      status: 400,
      description: `Bad Request: ${problem}`,
    });
  });

  it.each([
    ['bad characters', { secret_token: 'a b' }, 'secret token contains unallowed characters'],
    ['an empty secret', { secret_token: '' }, 'field "secret_token" must be 1-256 characters long, it is 0'],
    [
      '101 connections',
      { max_connections: 101 },
      'field "max_connections" must be between 1 and 100, it is 101',
    ],
    ['an unknown kind', { allowed_updates: ['mesage'] }, 'unknown update type "mesage" in allowed_updates'],
  ])('with %s is refused', async (_name, options, problem) => {
    const { setWebhook } = await openSandboxBot();
    expect(await setWebhook(options)).toMatchObject({ description: `Bad Request: ${problem}` });
  });

  it('again within a second is answered with 429; the same call again changes nothing and is welcome', async () => {
    const { api, clock } = await openSandboxBot();
    expect(await api('setWebhook', { url: 'https://example.com/a' })).toMatchObject({
      description: 'Webhook was set',
    });
    expect(await api('setWebhook', { url: 'https://example.com/a' })).toMatchObject({
      description: 'Webhook is already set',
    });
    expect(await api('setWebhook', { url: 'https://example.com/b' })).toMatchObject({
      status: 429,
      parameters: { retry_after: 1 },
    });
    clock.advance(1000);
    expect(await api('setWebhook', { url: 'https://example.com/b' })).toMatchObject({ ok: true });
  });

  it('delivers only the kinds asked for, and an absent list keeps the old one', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook({ allowed_updates: ['message'] });
    await bot.setWebhook({ max_connections: 5 });
    anna.blocks();
    anna.unblocks();
    anna.says('hi');
    await bot.world.settled();
    expect(texts(bot)).toEqual(['hi']);
  });
});

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

describe('getUpdates', () => {
  it('gives what is pending until a higher offset confirms it', async () => {
    const { api, world } = await openSandboxBot();
    world.person().starts();
    const { result } = await api('getUpdates');
    const [update] = result as unknown as { update_id: number }[];
    expect((await api('getUpdates')).result).toHaveLength(1);
    expect((await api('getUpdates', { offset: (update?.update_id ?? 0) + 1 })).result).toEqual([]);
    expect((await api('getUpdates')).result).toEqual([]);
  });

  it('waits for the next update', async () => {
    const { api, world } = await openSandboxBot();
    const waiting = api('getUpdates', { timeout: 50 });
    const anna = world.person();
    await turns(50);
    anna.starts();
    expect((await waiting).result).toHaveLength(1);
  });

  it('conflicts with a webhook', async () => {
    const { api, setWebhook } = await openSandboxBot();
    await setWebhook();
    expect(await api('getUpdates')).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
  });

  it('conflicts with another getUpdates', async () => {
    const { api } = await openSandboxBot();
    const first = api('getUpdates', { timeout: 50 });
    await turns(50);
    await api('getUpdates');
    expect(await first).toMatchObject({
      status: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
  });
});
