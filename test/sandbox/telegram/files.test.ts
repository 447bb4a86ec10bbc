import { describe, expect, it } from 'vitest';
import { findProblem } from '@hiddify-vpn-bot/sandbox/telegram/schema/check-value.ts';
import { jpegOf, pngOf } from './pictures.ts';
import { openSandboxBot, token, type Answer } from './sandbox-bot.ts';

async function openUploading() {
  const bot = await openSandboxBot();
  const anna = await bot.startedPerson();
  const upload = async (method: string, fields: Record<string, string | File>): Promise<Answer> => {
    const form = new FormData();
    form.set('chat_id', String(anna.id));
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const response = await fetch(`${bot.url}/bot${token}/${method}`, { method: 'POST', body: form });
    return { ...((await response.json()) as Omit<Answer, 'status'>), status: response.status };
  };
  const sendPhoto = (bytes: Uint8Array) => upload('sendPhoto', { photo: new File([bytes.slice()], 'p.png') });
  return { ...bot, anna, upload, sendPhoto };
}

describe('photos', () => {
  it.each([
    ['PNG', pngOf(640, 480)],
    ['JPEG', jpegOf(640, 480)],
  ])('%s is sent in sizes, smallest first, and can be sent again by its id', async (_name, bytes) => {
    const { api, anna, sendPhoto } = await openUploading();
    const { result } = await sendPhoto(bytes);
    expect(findProblem('Message', result, 'message')).toBeUndefined();
    const sizes = anna.screen().photo ?? [];
    expect(sizes.map(({ width, height }) => [width, height])).toEqual([
      [320, 240],
      [640, 480],
    ]);
    expect(await api('sendPhoto', { chat_id: anna.id, photo: sizes.at(-1)?.file_id })).toMatchObject({
      ok: true,
    });
  });

  it.each<[string, Uint8Array, string]>([
    ['neither PNG nor JPEG', new TextEncoder().encode('<svg/>'), 'IMAGE_PROCESS_FAILED'],
    ['empty', new Uint8Array(), 'file must be non-empty'],
    ['21 times as wide as high', pngOf(2100, 100), 'PHOTO_INVALID_DIMENSIONS'],
    ['over 10000 in width and height together', pngOf(6000, 4001), 'PHOTO_INVALID_DIMENSIONS'],
    [
      'over 10 MB',
      pngOf(100, 100, 10 * 1024 * 1024 + 1),
      'file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes',
    ],
  ])('that are %s are refused', async (_name, bytes, problem) => {
    const { sendPhoto } = await openUploading();
    expect(await sendPhoto(bytes)).toMatchObject({ status: 400, description: `Bad Request: ${problem}` });
  });

  it('cannot become text, but can become another photo with another caption', async () => {
    const { api, anna, sendPhoto, upload } = await openUploading();
    await sendPhoto(pngOf(10, 10));
    const place = { chat_id: anna.id, message_id: 2 };
    expect(await api('editMessageText', { ...place, text: 'x' })).toMatchObject({
      description: 'Bad Request: there is no text in the message to edit',
    });
    expect(await api('editMessageCaption', { ...place, caption: 'x' })).toMatchObject({ ok: true });
    const media = JSON.stringify({ type: 'photo', media: 'attach://next', caption: 'next' });
    const next = new File([pngOf(20, 20).slice()], 'n.png');
    expect(await upload('editMessageMedia', { message_id: '2', media, next })).toMatchObject({ ok: true });
    expect(anna.screen()).toMatchObject({ caption: 'next', photo: [{ width: 20 }] });
  });

  it('have captions of at most 1024 characters after parsing', async () => {
    const { upload } = await openUploading();
    const photo = new File([pngOf(10, 10).slice()], 'p.png');
    const send = (caption: string) => upload('sendPhoto', { photo, caption, parse_mode: 'HTML' });
    expect(await send(`<b>${'x'.repeat(1024)}</b>`)).toMatchObject({ ok: true });
    expect(await send('x'.repeat(1025))).toMatchObject({
      description: 'Bad Request: message caption is too long',
    });
  });
});

describe('documents', () => {
  it('can be downloaded by their path', async () => {
    const { api, url, anna, upload } = await openUploading();
    await upload('sendDocument', { document: new File(['vless://x'], 'key.txt', { type: 'text/plain' }) });
    const { result } = await api('getFile', { file_id: anna.screen().document?.file_id });
    const path = (result as unknown as { file_path: string }).file_path;
    expect(await (await fetch(`${url}/file/bot${token}/${path}`)).text()).toBe('vless://x');
    expect((await fetch(`${url}/file/bot1:wrong/${path}`)).status).toBe(401);
  });

  it('of a photo are refused', async () => {
    const { api, anna, sendPhoto } = await openUploading();
    await sendPhoto(pngOf(10, 10));
    const document = anna.screen().photo?.at(-1)?.file_id;
    expect(await api('sendDocument', { chat_id: anna.id, document })).toMatchObject({
      description: "Bad Request: can't use file of type Photo as Document",
    });
  });

  it.each([
    ['nonsense', 'wrong file identifier/HTTP URL specified'],
    ['https://example.com/a.txt', 'failed to get HTTP URL content'],
    ['attach://missing', 'there is no file "missing" in the request for attach://missing'],
  ])('given as %s are refused', async (document, problem) => {
    const { api, anna } = await openUploading();
    expect(await api('sendDocument', { chat_id: anna.id, document })).toMatchObject({
      description: `Bad Request: ${problem}`,
    });
  });
});

describe('albums', () => {
  it('of two photos share a group', async () => {
    const { anna, upload } = await openUploading();
    const media = JSON.stringify([
      { type: 'photo', media: 'attach://a' },
      { type: 'photo', media: 'attach://b' },
    ]);
    const file = (): File => new File([pngOf(10, 10).slice()], 'p.png');
    expect(await upload('sendMediaGroup', { media, a: file(), b: file() })).toMatchObject({ ok: true });
    const groups = anna.messages().map((message) => message.media_group_id);
    expect(groups[1]).toBeDefined();
    expect(groups[1]).toBe(groups[2]);
  });

  it('of one item are refused', async () => {
    const { upload } = await openUploading();
    const media = JSON.stringify([{ type: 'photo', media: 'attach://a' }]);
    const answer = await upload('sendMediaGroup', { media, a: new File([pngOf(10, 10).slice()], 'p.png') });
    expect(answer).toMatchObject({ status: 400 });
  });
});

describe('what a person sends', () => {
  it('reaches the bot as photo, document, contact and location', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    anna.sendsPhoto({ bytes: pngOf(10, 10), caption: 'look' });
    anna.sendsDocument({ bytes: new TextEncoder().encode('x'), name: 'log.txt' });
    anna.sendsContact('+79990000000');
    anna.sendsLocation(1.5, 2.5);
    await bot.world.settled();
    expect(bot.received.map(({ update }) => update.message)).toMatchObject([
      { caption: 'look', photo: [{ width: 10 }] },
      { document: { file_name: 'log.txt' } },
      { contact: { phone_number: '+79990000000' } },
      { location: { latitude: 1.5, longitude: 2.5 } },
    ]);
  });
});
