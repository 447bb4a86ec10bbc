import { expect, test } from 'vitest';
import { clientFor } from './client-for.ts';
import { type Answer, floodFor, ok, type Received, startFakeBotApi } from './fake-bot-api.ts';
import { createManualTime, slowMachineMs, until } from './manual-time.ts';

const textOf = (request: Received): string => String(request.json().text);

/** Answers 429 to the calls with these numbers, counted from one, and everything else with success. */
function floodOn(numbers: readonly number[], seconds: number): Answer {
  let count = 0;
  return (_request, response) => {
    count += 1;
    if (numbers.includes(count)) floodFor(response, seconds);
    else ok(response);
  };
}

test('after a 429 no call goes to the chat inside the window, and all go after it in the order of asking', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi(floodOn([1], 10));
  await using client = clientFor(api.url, time);

  const calls = ['a', 'b', 'c'].map((text) => client.call('sendMessage', { chat_id: 1, text }));
  await until(() => time.waiting() === 1);
  time.advance(9_000);
  const late = client.call('editMessageText', { chat_id: 1, message_id: 1, text: 'd' });
  await client.call('sendMessage', { chat_id: 2, text: 'other chat' });
  expect(api.received.map(textOf)).toEqual(['a', 'other chat']);

  time.advance(1_300 + slowMachineMs);
  await Promise.all([...calls, late]);
  expect(api.received.map(textOf)).toEqual(['a', 'other chat', 'a', 'b', 'c', 'd']);
});

test('calls that do not queue, like the typing status, wait for the end of the window too', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi(floodOn([1], 5));
  await using client = clientFor(api.url, time);

  const first = client.call('sendMessage', { chat_id: 1, text: 'a' });
  await until(() => time.waiting() === 1);
  const typing = client.call('sendChatAction', { chat_id: 1, action: 'typing' });
  await until(() => time.waiting() === 2);
  expect(api.received).toHaveLength(1);

  time.advance(5_300 + slowMachineMs);
  await Promise.all([first, typing]);
});

test('three 429s on distinct chats within ten seconds stop bulk as long, and what somebody waits for for a second', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi(floodOn([1, 2, 3], 4));
  await using client = clientFor(api.url, time);

  const flooded = [1, 2, 3].map((chat_id) => client.call('sendMessage', { chat_id, text: 'a' }));
  await until(() => time.waiting() === 3);
  const fourth = client.call('sendMessage', { chat_id: 4, text: 'b' });
  const me = client.call('getMe', {});
  const bulk = client.call('sendMessage', { chat_id: 5, text: 'c' }, { priority: 'bulk' });
  await until(() => time.waiting() === 6);
  expect(api.received).toHaveLength(3);

  time.advance(1_300);
  await Promise.all([fourth, me]);
  expect(api.received).toHaveLength(5);
  time.advance(3_000 + slowMachineMs);
  await Promise.all([...flooded, bulk]);
  expect(api.received).toHaveLength(9);
});

test('three 429s of one chat stop only that chat', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi((_request, response) => {
    if (api.received.length <= 3) floodFor(response, 1);
    else ok(response);
  });
  await using client = clientFor(api.url, time);

  const call = client.call('sendMessage', { chat_id: 1, text: 'a' });
  for (const count of [1, 2]) {
    await until(() => api.received.length === count && time.waiting() === 1);
    time.advance(1_300 + slowMachineMs);
  }
  await until(() => api.received.length === 3 && time.waiting() === 1);
  await client.call('sendMessage', { chat_id: 2, text: 'b' });

  time.advance(1_300 + slowMachineMs);
  await call;
  expect(api.received.map(textOf)).toEqual(['a', 'a', 'a', 'b', 'a']);
});

test('a window beyond the longest wait is thrown as flood with the seconds, and is reported', async () => {
  const floods: number[] = [];
  await using api = await startFakeBotApi(floodOn([1], 400));
  await using client = clientFor(api.url, {
    events: { telegramMadeWait: (seconds) => void floods.push(seconds) },
  });

  const first = client.call('sendMessage', { chat_id: 1, text: 'a' });
  await expect(first).rejects.toMatchObject({ kind: 'flood', code: 429, parameters: { retry_after: 400 } });
  const second = client.call('sendMessage', { chat_id: 1, text: 'b' });
  await expect(second).rejects.toMatchObject({ kind: 'flood' });

  expect(api.received).toHaveLength(1);
  expect(floods).toEqual([400]);
});

test('with retry never even a 429 is thrown at once', async () => {
  await using api = await startFakeBotApi(floodOn([1], 2));
  await using client = clientFor(api.url);

  const call = client.call('sendMessage', { chat_id: 1, text: 'a' }, { retry: 'never' });

  await expect(call).rejects.toMatchObject({
    kind: 'flood',
    mayHaveHappened: false,
    parameters: { retry_after: 2 },
  });
});

test('a 429 page of a proxy is waited out by its Retry-After', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi((_request, response) => {
    if (api.received.length === 1) response.writeHead(429, { 'retry-after': '3' }).end('<html>');
    else ok(response);
  });
  await using client = clientFor(api.url, time);

  const call = client.call('sendMessage', { chat_id: 1, text: 'a' });
  await until(() => time.waiting() === 1);
  time.advance(2_900);
  await client.call('getMe', {});
  expect(time.waiting()).toBe(1);
  time.advance(400 + slowMachineMs);
  await call;
});

test('a clock that stands still does not keep a call waiting for ever', async () => {
  const { clock } = createManualTime();
  await using api = await startFakeBotApi(floodOn([1], 1));
  await using client = clientFor(api.url, { clock });

  await client.call('sendMessage', { chat_id: 1, text: 'a' });

  expect(api.received).toHaveLength(2);
});
