import { expect, test } from 'vitest';
import { readWebhook, registerWebhook, updateKinds } from '../../../src/telegram/api/webhook.ts';
import { clientFor } from './client-for.ts';
import { floodFor, ok, startFakeBotApi } from './fake-bot-api.ts';
import { createManualTime, slowMachineMs, until } from './manual-time.ts';

const wish = { url: 'https://bot.example/webhooks/telegram', secret: 'canary_secret', maxConnections: 20 };
const asWished = {
  url: wish.url,
  has_custom_certificate: false,
  pending_update_count: 3,
  max_connections: 20,
  allowed_updates: updateKinds.toReversed(),
};

test('the webhook is set with every update kind, the secret and without dropping what waits', async () => {
  await using api = await startFakeBotApi(({ method }, response) =>
    ok(
      response,
      method === 'getWebhookInfo'
        ? { url: '', has_custom_certificate: false, pending_update_count: 0 }
        : true,
    ),
  );
  await using client = clientFor(api.url);

  expect(await registerWebhook(client, wish)).toEqual(['url', 'update kinds', 'connections']);

  const set = api.received.find(({ method }) => method === 'setWebhook')?.json();
  expect(set).toEqual({
    url: wish.url,
    secret_token: wish.secret,
    max_connections: 20,
    allowed_updates: updateKinds,
    drop_pending_updates: false,
  });
  expect(updateKinds).toEqual(expect.arrayContaining(['chat_member', 'message_reaction', 'subscription']));
});

test('a webhook that stands already is set again for its secret and reported as unchanged', async () => {
  await using api = await startFakeBotApi(({ method }, response) =>
    ok(response, method === 'getWebhookInfo' ? asWished : true),
  );
  await using client = clientFor(api.url);

  expect(await registerWebhook(client, wish)).toEqual([]);
  expect(api.received.map(({ method }) => method)).toEqual(['getWebhookInfo', 'setWebhook']);
});

test('setting the webhook waits out a 429, as two replicas starting together get one', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi(({ method }, response) => {
    if (method === 'getWebhookInfo') ok(response, asWished);
    else if (api.received.length === 2) floodFor(response, 1);
    else ok(response);
  });
  await using client = clientFor(api.url, time);

  const registered = registerWebhook(client, wish);
  await until(() => time.waiting() === 1);
  time.advance(1_300 + slowMachineMs);

  expect(await registered).toEqual([]);
  expect(api.received.map(({ method }) => method)).toEqual(['getWebhookInfo', 'setWebhook', 'setWebhook']);
});

test('the figures say whose webhook it is, what waits and the last error', async () => {
  await using api = await startFakeBotApi((_request, response) =>
    ok(response, { ...asWished, last_error_date: 1_780_000_000, last_error_message: 'Connection refused' }),
  );
  await using client = clientFor(api.url);

  expect(await readWebhook(client, wish.url)).toEqual({
    ours: true,
    pendingUpdates: 3,
    lastErrorAt: new Date(1_780_000_000_000),
    lastErrorMessage: 'Connection refused',
  });
  expect(await readWebhook(client, 'https://other.example/')).toMatchObject({ ours: false });
});
