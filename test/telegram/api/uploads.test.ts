import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputFile } from '../../../src/telegram/api/input-file.ts';
import { encodePayload } from '../../../src/telegram/api/request-body.ts';
import { clientFor } from './client-for.ts';
import { floodFor, ok, type Received, startFakeBotApi } from './fake-bot-api.ts';
import { createManualTime, slowMachineMs, until } from './manual-time.ts';

async function fieldsOf(request: Received | undefined): Promise<Record<string, unknown>> {
  const form = await request?.form();
  return Object.fromEntries([...(form?.entries() ?? [])].filter(([, value]) => typeof value === 'string'));
}

async function fileOf(
  request: Received | undefined,
  field: string,
): Promise<{ name: string; bytes: Buffer }> {
  const file = (await request?.form())?.get(field);
  if (!(file instanceof File)) throw new Error(`no file in ${field}`);
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
}

const picture = inputFile({
  bytes: Buffer.alloc(300_000, 7),
  filename: 'схема.png',
  contentType: 'image/png',
});

test('an upload keeps every object beside the file', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  await client.call('sendPhoto', {
    chat_id: 5,
    photo: picture,
    caption: 'a & b',
    caption_entities: [{ type: 'bold', offset: 0, length: 1 }],
    reply_parameters: { message_id: 9, allow_sending_without_reply: true },
    suggested_post_parameters: { send_date: 1 },
    reply_markup: { inline_keyboard: [[{ text: 'ok', callback_data: 'x' }]] },
    show_caption_above_media: true,
  });

  expect(api.received).toHaveLength(1);
  const [request] = api.received;
  const fields = await fieldsOf(request);
  expect(fields).toMatchObject({ chat_id: '5', caption: 'a & b', show_caption_above_media: 'true' });
  expect(JSON.parse(String(fields.caption_entities))).toEqual([{ type: 'bold', offset: 0, length: 1 }]);
  expect(JSON.parse(String(fields.reply_parameters))).toEqual({
    message_id: 9,
    allow_sending_without_reply: true,
  });
  expect(JSON.parse(String(fields.suggested_post_parameters))).toEqual({ send_date: 1 });
  expect(JSON.parse(String(fields.reply_markup))).toEqual({
    inline_keyboard: [[{ text: 'ok', callback_data: 'x' }]],
  });
  expect(await fileOf(request, 'photo')).toEqual({ name: 'схема.png', bytes: Buffer.alloc(300_000, 7) });
  expect(Number(request?.headers['content-length'])).toBe(request?.body.length);
});

test('an album mixes new files with known ones through attach names', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response, []));
  await using client = clientFor(api.url);
  const second = inputFile({ bytes: Buffer.from('second'), filename: 'b.jpg' });

  await client.call('sendMediaGroup', {
    chat_id: 5,
    media: [
      { type: 'photo', media: picture },
      { type: 'photo', media: 'AgACAgIAAxkBAAIB' },
      { type: 'photo', media: second, caption: 'два' },
    ],
  });

  const [request] = api.received;
  const media = JSON.parse(String((await fieldsOf(request)).media)) as { media: string; caption?: string }[];
  expect(media.map((item) => item.media)).toEqual([
    'attach://media_file_0',
    'AgACAgIAAxkBAAIB',
    'attach://media_file_1',
  ]);
  expect(media[2]?.caption).toBe('два');
  expect((await fileOf(request, 'media_file_1')).bytes.toString()).toBe('second');
});

test('a photo can replace the one in a message', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  await client.call('editMessageMedia', {
    chat_id: 5,
    message_id: 1,
    media: { type: 'photo', media: picture },
  });

  const fields = await fieldsOf(api.received[0]);
  expect(JSON.parse(String(fields.media))).toEqual({ type: 'photo', media: 'attach://media_file_0' });
  expect((await fileOf(api.received[0], 'media_file_0')).bytes).toHaveLength(300_000);
});

test('file ids, addresses and objects with a url are passed on and never fetched', async () => {
  await using elsewhere = await startFakeBotApi((_request, response) => void response.end('picture'));
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  await client.call('sendPhoto', { chat_id: 5, photo: `${elsewhere.url}/a.png` });
  await client.call('sendPhoto', { chat_id: 5, photo: { url: `${elsewhere.url}/b.png` } as never });
  await client.call('sendMessage', { chat_id: 5, text: 'a', link_preview_options: { url: elsewhere.url } });

  expect(elsewhere.received).toHaveLength(0);
  expect(api.received.map((request) => request.headers['content-type'])).toEqual(
    Array(3).fill('application/json'),
  );
  expect(api.received[2]?.json().link_preview_options).toEqual({ url: elsewhere.url });
});

test('bytes that are not wrapped as a file are refused before anything is sent', async () => {
  await using api = await startFakeBotApi((_request, response) => ok(response));
  await using client = clientFor(api.url);

  const call = client.call('sendPhoto', { chat_id: 5, photo: { source: Buffer.from('x') } as never });

  await expect(call).rejects.toThrow('"source" holds bytes');
  expect(api.received).toHaveLength(0);
});

test('an upload is sent again after a 429 with the same bytes', async () => {
  const time = createManualTime();
  await using api = await startFakeBotApi((_request, response) => {
    if (api.received.length === 1) floodFor(response, 7);
    else ok(response);
  });
  await using client = clientFor(api.url, time);

  const call = client.call('sendDocument', { chat_id: 5, document: picture });
  await until(() => time.waiting() === 1);
  time.advance(7_300 + slowMachineMs);
  await call;

  expect(await fileOf(api.received[1], 'document')).toEqual(await fileOf(api.received[0], 'document'));
});

test('texts beside a file arrive exactly, with line feeds, quotes and every other sign', async () => {
  const hostile = fc.string({ unit: 'binary' });
  await fc.assert(
    fc.asyncProperty(hostile, hostile, fc.uint8Array(), async (caption, filename, bytes) => {
      const { content, headers } = encodePayload({
        caption,
        photo: inputFile({ bytes, filename }),
        list: [caption],
      });
      const form = await new Response(Uint8Array.from(Buffer.from(content)), { headers }).formData();

      expect([...form.keys()]).toEqual(['caption', 'photo', 'list']);
      expect(form.get('caption')).toBe(caption.toWellFormed());
      expect(JSON.parse(form.get('list') as string)).toEqual([caption]);
      expect(await (form.get('photo') as File).bytes()).toEqual(Uint8Array.from(bytes));
    }),
  );
});

test('a content type cannot smuggle headers into the upload', async () => {
  const file = inputFile({ bytes: Buffer.from('x'), filename: 'a', contentType: 'image/png\r\nX-Evil: 1' });

  expect(encodePayload({ photo: file }).content.toString()).not.toContain('X-Evil');
});
