import { describe, expect, it } from 'vitest';
import type { FaultScript } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { openSandboxBot, token } from './sandbox-bot.ts';

async function openStarted() {
  const bot = await openSandboxBot();
  const anna = await bot.startedPerson();
  const send = (text = 'x') => bot.api('sendMessage', { chat_id: anna.id, text });
  return { ...bot, anna, send };
}

const written = (messages: { outgoing: boolean }[]): number =>
  messages.filter(({ outgoing }) => !outgoing).length;

describe('scripted faults', () => {
  it('answer 429 with retry_after, the given number of times, and carry nothing out', async () => {
    const { world, anna, send } = await openStarted();
    world.faults.script({ kind: '429', times: 2, retryAfterSeconds: 7 });
    for (let call = 0; call < 2; call++)
      expect(await send()).toEqual({
        ok: false,
        status: 429,
        error_code: 429,
        description: 'Too Many Requests: retry after 7',
        parameters: { retry_after: 7 },
      });
    expect(written(anna.messages())).toBe(0);
    expect(await send()).toMatchObject({ ok: true });
  });

  it('strike only the method and the chat they name', async () => {
    const { world, anna, send, api, startedPerson } = await openStarted();
    const boris = await startedPerson();
    world.faults.script({ kind: '5xx', times: 1, method: 'sendMessage', chatId: anna.id });
    expect(await api('sendMessage', { chat_id: boris.id, text: 'x' })).toMatchObject({ ok: true });
    expect(await api('sendChatAction', { chat_id: anna.id, action: 'typing' })).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ status: 500 });
    expect(await send()).toMatchObject({ ok: true });
  });

  it.each<[FaultScript['kind'], number]>([
    ['cut-before', 0],
    ['cut-after', 1],
  ])('%s destroys the socket; messages written: %i', async (kind, expected) => {
    const { world, anna, send } = await openStarted();
    world.faults.script({ kind, times: 1 });
    await expect(send()).rejects.toThrow('fetch failed');
    expect(written(anna.messages())).toBe(expected);
  });

  it('answer with an HTML page, with broken JSON, or as if blocked', async () => {
    const { world, url, send } = await openStarted();
    world.faults.script({ kind: 'html', times: 1 });
    const page = await fetch(`${url}/bot${token}/getMe`);
    expect(page.status).toBe(502);
    expect(page.headers.get('content-type')).toContain('text/html');
    world.faults.script({ kind: 'bad-json', times: 1 });
    await expect(send()).rejects.toThrow(SyntaxError);
    world.faults.script({ kind: '403-blocked', times: 1 });
    expect(await send()).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was blocked by the user',
    });
  });

  it('slow a call down by time of the clock', async () => {
    const { world, clock, send } = await openStarted();
    world.faults.script({ kind: 'slow', times: 1, slowMs: 30_000 });
    let done = false;
    const sending = send().then(() => {
      done = true;
    });
    await world.settled();
    expect(done).toBe(false);
    while (!done) {
      clock.advance(30_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sending;
  });
});

describe('standing faults', () => {
  it('last until they are switched off', async () => {
    const { world, send } = await openStarted();
    world.faults.set({ telegram429: { active: true, retryAfterSeconds: 3 } });
    expect(await send()).toMatchObject({ status: 429, parameters: { retry_after: 3 } });
    world.faults.set({ telegram429: { active: false, retryAfterSeconds: 3 }, telegram5xx: true });
    expect(await send()).toMatchObject({ status: 500, description: 'Internal Server Error' });
    world.faults.clear();
    expect(await send()).toMatchObject({ ok: true });
  });
});

describe('the judge of the client', () => {
  it('records a call inside a retry_after window, and none after it', async () => {
    const { world, clock, send, anna } = await openStarted();
    world.faults.script({ kind: '429', times: 1, retryAfterSeconds: 5 });
    await send();
    clock.advance(4999);
    await send();
    expect(world.violations).toMatchObject([
      { rule: 'call-inside-retry-after', method: 'sendMessage', personId: anna.id },
    ]);
    clock.advance(1);
    await send();
    expect(world.violations).toHaveLength(1);
  });

  it('records markup that cannot be parsed', async () => {
    const { world, api, anna } = await openStarted();
    await api('sendMessage', { chat_id: anna.id, text: '<x>', parse_mode: 'HTML' });
    expect(world.violations).toMatchObject([{ rule: 'broken-markup', method: 'sendMessage' }]);
  });

  it('records more than thirty messages within a second, without refusing them', async () => {
    const { world, clock, send } = await openStarted();
    for (let count = 0; count < 30; count++) await send();
    expect(world.violations).toEqual([]);
    expect(await send()).toMatchObject({ ok: true });
    expect(world.violations).toMatchObject([{ rule: 'over-30-messages-per-second' }]);
    clock.advance(1000);
    await send();
    expect(world.violations).toHaveLength(1);
  });
});
