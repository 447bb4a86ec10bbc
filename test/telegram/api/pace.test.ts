import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAllowance } from '../../../src/telegram/api/allowance.ts';
import { createPace, defaultPace } from '../../../src/telegram/api/pace.ts';
import { clientFor } from './client-for.ts';
import { ok, startFakeBotApi } from './fake-bot-api.ts';
import { createManualTime, until } from './manual-time.ts';

test('three messages to a person go at once, the next one a second later', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url, { ...time, pace: defaultPace });

  const calls = [1, 2, 3, 4].map((n) => client.call('sendMessage', { chat_id: 1, text: String(n) }));
  await until(() => time.waiting() === 1);
  expect(api.received).toHaveLength(3);

  time.advance(1_000);
  await Promise.all(calls);
  expect(api.received).toHaveLength(4);
});

test('a message that would be held back longer than allowed is refused, not sent late', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url, { ...time, pace: defaultPace });
  const send = (chat_id: number) =>
    client.call('sendMessage', { chat_id, text: 'a' }, { maxWaitSeconds: 0.5 });

  await Promise.all([send(1), send(1), send(1)]);
  await expect(send(1)).rejects.toMatchObject({ kind: 'flood', parameters: { retry_after: 1 } });
  await send(2);

  expect(api.received).toHaveLength(4);
  expect(time.waiting()).toBe(0);
});

test('edits, answers and other chats are not slowed', () => {
  const pace = createPace(defaultPace, () => 0);
  const call = (method: string, chat: string) => ({ method, chat, priority: 'interactive' as const });
  for (let n = 0; n < 10; n += 1) pace.take(call('sendMessage', '1'));

  expect(pace.delayMs(call('sendMessage', '1'))).toBe(8_000);
  expect(pace.delayMs(call('editMessageText', '1'))).toBe(0);
  expect(pace.delayMs(call('sendChatAction', '1'))).toBe(0);
  expect(pace.delayMs(call('sendMessage', '2'))).toBe(0);
});

test('a group gets at most twenty messages in any minute', () => {
  let now = 0;
  const pace = createPace(defaultPace, () => now);
  const call = { method: 'sendMessage', chat: '-100', priority: 'interactive' as const };
  let sent = 0;
  for (; now < 60_000; now += 100) {
    if (pace.delayMs(call) > 0) continue;
    pace.take(call);
    sent += 1;
  }
  expect(sent).toBeLessThanOrEqual(20);
  expect(sent).toBeGreaterThan(15);
});

test('bulk shares 28 a second and interactive does not wait behind it', () => {
  let now = 0;
  const pace = createPace(defaultPace, () => now);
  let sent = 0;
  for (let chat = 1; now < 1_000; now += 1, chat += 1) {
    const call = { method: 'sendMessage', chat: String(chat), priority: 'bulk' as const };
    if (pace.delayMs(call) > 0) continue;
    pace.take(call);
    sent += 1;
  }
  expect(sent).toBeLessThanOrEqual(30);
  expect(sent).toBeGreaterThanOrEqual(28);
  expect(pace.delayMs({ method: 'sendMessage', chat: '0', priority: 'interactive' })).toBe(0);
});

test('no window of any length ever sees more than its rate and the burst', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 5 }),
      (gaps, perSecond, burst) => {
        let now = 0;
        const allowance = createAllowance({ perSecond, burst }, () => now);
        const sentAt: number[] = [];
        for (const gap of gaps) {
          now += gap;
          now += allowance.delayMs('key');
          allowance.take('key');
          sentAt.push(now);
        }
        for (const [index, from] of sentAt.entries()) {
          const within = sentAt.slice(index).filter((at) => at - from < 1_000).length;
          expect(within).toBeLessThanOrEqual(perSecond + burst);
        }
      },
    ),
  );
});
