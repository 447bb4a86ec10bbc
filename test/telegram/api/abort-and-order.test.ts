import { expect, test } from 'vitest';
import { clientFor } from './client-for.ts';
import { floodFor, ok, startFakeBotApi } from './fake-bot-api.ts';
import { createManualTime, slowMachineMs, until } from './manual-time.ts';

test('an aborted call ends with the reason of its signal while the answer is awaited', async () => {
  await using api = await startFakeBotApi(() => {});
  await using client = clientFor(api.url);
  const stop = new AbortController();

  const call = client.call('sendMessage', { chat_id: 1, text: 'a' }, { signal: stop.signal });
  await until(() => api.received.length === 1);
  stop.abort(new Error('the deadline of the handler'));

  await expect(call).rejects.toThrow('the deadline of the handler');
});

test('a signal that is aborted already sends nothing', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  const call = client.call('getMe', {}, { signal: AbortSignal.abort(new Error('too late')) });

  await expect(call).rejects.toThrow('too late');
  expect(api.received).toEqual([]);
});

test('a call aborted in its queue or in a window gives way to the next of the chat', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi((_request, response) => {
    if (api.received.length === 1) floodFor(response, 5);
    else ok(response);
  });
  await using client = clientFor(api.url, time);
  const stop = new AbortController();
  const send = (text: string, signal?: AbortSignal) =>
    client.call('sendMessage', { chat_id: 1, text }, { signal });

  const stopped = Promise.allSettled([send('in the window', stop.signal), send('in the queue', stop.signal)]);
  const kept = send('kept');
  await until(() => time.waiting() === 1);
  stop.abort(new Error('given up'));
  expect((await stopped).map(({ status }) => status)).toEqual(['rejected', 'rejected']);

  await until(() => time.waiting() === 1);
  time.advance(5_300 + slowMachineMs);
  await kept;
  expect(api.received.map((request) => request.json().text)).toEqual(['in the window', 'kept']);
});

test('calls to one chat arrive in the order of asking and one at a time, chats side by side', async () => {
  const inFlight = new Map<unknown, number>();
  let most = 0;
  await using api = await startFakeBotApi(async (request, response) => {
    const { chat_id: chat } = request.json();
    inFlight.set(chat, (inFlight.get(chat) ?? 0) + 1);
    expect(inFlight.get(chat)).toBe(1);
    most = Math.max(most, [...inFlight.values()].filter((count) => count > 0).length);
    // Longer for the first ones: without a queue the later would overtake them.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 8 - Number(request.json().text))));
    inFlight.set(chat, 0);
    ok(response);
  });
  await using client = clientFor(api.url);
  const chats = Array.from({ length: 20 }, (_, index) => index + 1);
  const texts = Array.from({ length: 10 }, (_, index) => String(index));

  await Promise.all(
    chats.flatMap((chat_id) => texts.map((text) => client.call('sendMessage', { chat_id, text }))),
  );

  for (const chat of chats) {
    const arrived = api.received.map((request) => request.json()).filter((json) => json.chat_id === chat);
    expect(arrived.map((json) => json.text)).toEqual(texts);
  }
  expect(most).toBeGreaterThan(5);
});

test('never more connections are open than allowed', async () => {
  await using api = await startFakeBotApi((_request, response) => void setImmediate(() => ok(response)));
  await using client = clientFor(api.url, { connections: 4 });

  await Promise.all(Array.from({ length: 100 }, () => client.call('getMe', {})));

  expect(api.connections()).toBeLessThanOrEqual(4);
});

test('closing lets what is under way finish and ends what waits', async () => {
  const time = createManualTime();
  let answer = (): void => {};
  await using api = await startFakeBotApi((request, response) => {
    if (request.method === 'getMe') answer = () => ok(response, { id: 1 });
    else floodFor(response, 30);
  });
  const client = clientFor(api.url, time);
  const underWay = client.call('getMe', {});
  const waiting = client.call('sendMessage', { chat_id: 1, text: 'a' }).catch((error: unknown) => error);
  await until(() => api.received.length === 2 && time.waiting() === 1);

  const closed = client.close();
  expect(await waiting).toMatchObject({ kind: 'network', mayHaveHappened: false });
  answer();

  expect(await underWay).toEqual({ id: 1 });
  await closed;
  await expect(client.call('getMe', {})).rejects.toMatchObject({ kind: 'network' });
});
