import { describe, expect, it } from 'vitest';
import type { ControlState } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';
import { pngOf } from './pictures.ts';
import { openSandboxBot, type SandboxBot } from './sandbox-bot.ts';

async function control({ url }: SandboxBot, path: string, body?: object, method = 'POST') {
  const response = await fetch(`${url}/control${path}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: (await response.json()) as Record<string, never> };
}

async function readEvents(bot: SandboxBot, during: () => Promise<void>): Promise<string[]> {
  const stop = new AbortController();
  const response = await fetch(`${bot.url}/control/events`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? '';
  await during();
  while (!text.includes('event: deleted')) text += (await reader?.read())?.value ?? '';
  stop.abort();
  return [...text.matchAll(/^id: \d+\nevent: (\w+)\ndata: \{/gm)].map(([, name = '']) => name);
}

describe('the control routes', () => {
  it('tell what stands behind an invoice link before anybody pays', async () => {
    const bot = await openSandboxBot();
    const { result: link } = await bot.api('createInvoiceLink', {
      title: 'VPN',
      description: '30 days',
      payload: 'order-1',
      currency: 'XTR',
      prices: [{ label: 'VPN', amount: 250 }],
      subscription_period: 2_592_000,
    });
    const look = async (address: string) => {
      const answer = await fetch(`${bot.url}/control/invoices?link=${encodeURIComponent(address)}`);
      return { status: answer.status, body: await answer.json() };
    };
    expect(await look(String(link))).toEqual({
      status: 200,
      body: { title: 'VPN', description: '30 days', amount: 250, currency: 'XTR', everySeconds: 2_592_000 },
    });
    expect(await look('https://t.me/$nothing')).toMatchObject({ status: 409 });
  });

  it('let a person come, start, speak, tap, block and return', async () => {
    const bot = await openSandboxBot();
    const { body: person } = await control(bot, '/people', {
      firstName: 'Анна',
      languageCode: 'ru',
      role: 'customer',
    });
    const people = `/people/${String(person['id'])}`;
    expect((await control(bot, `${people}/start`, { payload: 'ref_1' })).body['message']).toMatchObject({
      text: '/start ref_1',
      outgoing: true,
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    });
    const reply_markup = { inline_keyboard: [[{ text: 'Buy', callback_data: 'buy' }]] };
    await bot.api('sendMessage', { chat_id: person['id'], text: 'Hello', reply_markup });
    expect((await control(bot, `${people}/tap`, { messageId: 2, row: 0, column: 0 })).body).toHaveProperty(
      'callbackId',
    );
    expect(
      (await control(bot, `${people}/say`, { text: 'hi', replyToMessageId: 2 })).body['message'],
    ).toMatchObject({
      reply_to_message: { text: 'Hello' },
    });
    expect((await control(bot, `${people}/block`)).body['chat']).toMatchObject({ blocked: true });
    expect(await control(bot, `${people}/say`, { text: 'hi' })).toMatchObject({
      status: 409,
      body: { error: 'Анна has blocked the bot and has to unblock it first' },
    });
    expect((await control(bot, `${people}/unblock`)).body['chat']).toMatchObject({ blocked: false });
  });

  it('refuse what is not as it should be', async () => {
    const bot = await openSandboxBot();
    const { id } = bot.world.person();
    expect(await control(bot, `/people/${id}/say`, { text: '' })).toMatchObject({ status: 400 });
    expect(await control(bot, `/people/${id}/tap`, { messageId: 1, row: 0, column: 0 })).toMatchObject({
      status: 409,
    });
    expect(await control(bot, `/people/${id}/start`, { payload: 'a b' })).toMatchObject({ status: 409 });
    expect(await control(bot, '/people/5/say', { text: 'x' })).toMatchObject({ status: 409 });
  });

  it('give the whole state, with calls, deliveries, violations and chats', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook({ secret_token: 'secret-1' });
    anna.says('hi');
    await bot.world.settled();
    await bot.api('sendMessage', { chat_id: anna.id, text: '<x>', parse_mode: 'HTML' });
    const state = (await control(bot, '/state', undefined, 'GET')).body as unknown as ControlState;
    expect(state).toMatchObject({
      bot: { id: 1_000_001 },
      people: [{ id: anna.id }],
      webhook: { url: bot.webhookUrl, pending: 0 },
      deliveries: [{ kind: 'message', status: 200, attempt: 1, personId: anna.id }],
      violations: [{ rule: 'broken-markup' }],
    });
    expect(state.calls.map(({ method, ok }) => [method, ok])).toEqual([
      ['setWebhook', true],
      ['sendMessage', false],
    ]);
    expect(state.chats[0]?.messages.map(({ text }) => text)).toEqual(['/start', 'hi']);
  });

  it('stream every event as it happens', async () => {
    const bot = await openSandboxBot();
    const names = await readEvents(bot, async () => {
      const anna = await bot.startedPerson();
      await bot.api('sendChatAction', { chat_id: anna.id, action: 'typing' });
      await bot.api('sendMessage', { chat_id: anna.id, text: 'one' });
      await bot.api('editMessageText', { chat_id: anna.id, message_id: 2, text: 'two' });
      bot.world.faults.set({ telegramSlowMs: 0 });
      await bot.api('deleteMessage', { chat_id: anna.id, message_id: 2 });
    });
    const kinds = [
      'person',
      'message',
      'typing',
      'call',
      'message',
      'call',
      'edited',
      'call',
      'faults',
      'deleted',
    ];
    expect(names.slice(0, kinds.length)).toEqual(kinds);
  });

  it('serve files, and never show a document as a page', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    const bytes = Buffer.from('<script>1</script>').toString('base64');
    const send = (kind: string, name: string, base64: string) =>
      control(bot, `/people/${anna.id}/file`, { kind, name, mime: 'text/html', base64, caption: 'x' });
    await send('document', 'a.html', bytes);
    await send('photo', 'a.png', Buffer.from(pngOf(10, 10)).toString('base64'));
    const [document, photo] = anna.messages().slice(-2);
    const page = await fetch(`${bot.url}/control/files/${document?.document?.file_id}`);
    expect(page.headers.get('content-disposition')).toContain('attachment');
    expect(await page.text()).toBe('<script>1</script>');
    const picture = await fetch(`${bot.url}/control/files/${photo?.photo?.[0]?.file_id}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
  });

  it('take a file of 15 MB, which the bot then downloads whole, and refuse one of 31', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    const send = (megabytes: number) => {
      const base64 = Buffer.alloc(megabytes * 1024 * 1024, 'x').toString('base64');
      const file = { kind: 'document', name: 'a.log', mime: 'text/plain', base64 };
      return control(bot, `/people/${anna.id}/file`, file);
    };
    expect(await send(15)).toMatchObject({ status: 200 });
    expect(await send(31)).toMatchObject({ status: 413, body: { error: expect.any(String) } });
    const fileId = anna.messages().at(-1)?.document?.file_id;
    const { result } = await bot.api('getFile', { file_id: fileId });
    const { file_path: path } = (result ?? {}) as { file_path?: string };
    const download = await fetch(`${bot.url}/file/bot${bot.world.token}/${path}`);
    expect((await download.arrayBuffer()).byteLength).toBe(15 * 1024 * 1024);
  });

  it('move the clock of the stand-in forward, and say that the bot does not follow', async () => {
    const bot = await openSandboxBot();
    const { body: before } = await control(bot, '/clock', undefined, 'GET');
    expect(before).toMatchObject({ botFollows: false });
    const offsetSeconds = Number(before['offsetSeconds']) + 3600;
    const { body: after } = await control(bot, '/clock', { offsetSeconds });
    expect(Date.parse(String(after['now'])) - Date.parse(String(before['now']))).toBeGreaterThan(3_590_000);
  });

  it('change faults and tell them all', async () => {
    const bot = await openSandboxBot();
    const { body } = await control(bot, '/faults', { telegram5xx: true }, 'PUT');
    expect(body).toMatchObject({ telegram5xx: true, telegramCut: false, telegram429: { active: false } });
    expect(await bot.api('getMe')).toMatchObject({ status: 500 });
    await control(bot, '/faults', { telegram401: true }, 'PUT');
    expect(await bot.api('getMe')).toMatchObject({ status: 401 });
    await control(bot, '/faults', { telegram401: false }, 'PUT');
    expect(await bot.api('getMe')).toMatchObject({ status: 500 });
  });

  it('deliver any update as it is', async () => {
    const bot = await openSandboxBot();
    await bot.setWebhook();
    await control(bot, '/inject', { update: { update_id: 7, message: null } });
    await bot.world.settled();
    expect(bot.received[0]?.update).toEqual({ update_id: 7, message: null });
  });

  it('forget everything on reset but the bot and its webhook', async () => {
    const bot = await openSandboxBot();
    await bot.startedPerson();
    await bot.setWebhook();
    await control(bot, '/reset');
    expect(bot.world.state()).toMatchObject({
      people: [],
      chats: [],
      calls: [],
      webhook: { url: bot.webhookUrl },
    });
  });
});
