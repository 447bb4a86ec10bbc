import { expect, test } from 'vitest';
import { publishProfile } from '../../../src/telegram/api/profile.ts';
import { clientFor } from './client-for.ts';
import { type Answer, ok, refuse, startFakeBotApi } from './fake-bot-api.ts';

const languages = [
  {
    commands: [{ command: 'menu', description: 'Меню' }],
    name: 'ВПН',
    description: 'Доступ',
    shortDescription: 'Коротко',
  },
  {
    languageCode: 'en',
    commands: [{ command: 'menu', description: 'Menu' }],
    description: 'Access',
    shortDescription: 'Short',
  },
];
const chats = [{ chatId: 42, commands: [{ command: 'admin', description: 'Панель' }] }];

/** Remembers what was set per method, scope and language, as Telegram does. */
function memory(): Answer {
  const kept = new Map<string, unknown>();
  return ({ method, json }, response) => {
    const { scope, language_code: language, ...values } = json();
    const key = `${method.slice(3)} ${JSON.stringify(scope)} ${JSON.stringify(language)}`;
    if (method.startsWith('get'))
      return ok(response, kept.get(key) ?? (method.endsWith('Commands') ? [] : {}));
    kept.set(key, method.endsWith('Commands') ? values.commands : values);
    ok(response);
  };
}

test('the first start sets every text in both languages and the staff’s commands', async () => {
  await using api = await startFakeBotApi(memory());
  await using client = clientFor(api.url);

  const outcome = await publishProfile(client, { languages, chats });

  expect(outcome.failed).toEqual([]);
  expect(outcome.changed).toEqual([
    'commands',
    'name',
    'description',
    'short description',
    'commands en',
    'description en',
    'short description en',
    'chat commands',
  ]);
  expect(api.received.findLast(({ method }) => method === 'setMyCommands')?.json()).toEqual({
    commands: chats[0]?.commands,
    scope: { type: 'chat', chat_id: 42 },
  });
});

test('a second start with the same texts sets nothing', async () => {
  await using api = await startFakeBotApi(memory());
  await using client = clientFor(api.url);
  await publishProfile(client, { languages, chats });
  const before = api.received.length;

  expect(await publishProfile(client, { languages, chats })).toEqual({ changed: [], failed: [] });
  expect(api.received.slice(before).filter(({ method }) => method.startsWith('set'))).toEqual([]);
});

test('one refused text is reported and does not keep the others back', async () => {
  const remember = memory();
  await using api = await startFakeBotApi((request, response) =>
    request.method === 'setMyName'
      ? refuse(response, { error_code: 429, description: 'Too Many Requests: retry after 80000' })
      : remember(request, response),
  );
  await using client = clientFor(api.url);

  const outcome = await publishProfile(client, { languages });

  expect(outcome.failed).toMatchObject([{ what: 'name', error: { kind: 'flood' } }]);
  expect(outcome.changed).toHaveLength(6);
});

test('a revoked token stops the publishing at once', async () => {
  await using api = await startFakeBotApi((_request, response) =>
    refuse(response, { error_code: 401, description: 'Unauthorized' }),
  );
  await using client = clientFor(api.url);

  await expect(publishProfile(client, { languages })).rejects.toMatchObject({ kind: 'unauthorized' });
  expect(api.received).toHaveLength(1);
});
