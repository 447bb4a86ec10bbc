import { describe, expect, it } from 'vitest';
import { openSandboxBot } from './sandbox-bot.ts';

const inline = (...buttons: object[]) => ({ inline_keyboard: [buttons] });

describe('inline keyboards', () => {
  it.each<[string, object, string | undefined]>([
    ['callback_data of 64 bytes', inline({ text: 'a', callback_data: 'я'.repeat(32) }), undefined],
    [
      'callback_data of 65 bytes',
      inline({ text: 'a', callback_data: `x${'я'.repeat(32)}` }),
      'BUTTON_DATA_INVALID',
    ],
    ['empty callback_data', inline({ text: 'a', callback_data: '' }), 'BUTTON_DATA_INVALID'],
    [
      'no action',
      inline({ text: 'a' }),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'two actions',
      inline({ text: 'a', url: 'https://example.com', callback_data: 'x' }),
      "can't parse inline keyboard button: exactly one action is allowed, found url, callback_data",
    ],
    [
      'an empty label',
      inline({ text: ' ', callback_data: 'x' }),
      'inline keyboard button text must be non-empty',
    ],
    ['a link', inline({ text: 'a', url: 'https://example.com/x' }), undefined],
    ['a tg link', inline({ text: 'a', url: 'tg://resolve?domain=x' }), undefined],
    ['a link to this machine', inline({ text: 'a', url: 'http://127.0.0.1:8080/pay' }), undefined],
    [
      'a link of another app',
      inline({ text: 'a', url: 'hiddify://import/x' }),
      "inline keyboard button URL 'hiddify://import/x' is invalid: Unsupported URL protocol",
    ],
    [
      'a link without a host',
      inline({ text: 'a', url: 'https://' }),
      "inline keyboard button URL 'https://' is invalid: Wrong HTTP URL",
    ],
    ['a Mini App over https', inline({ text: 'a', web_app: { url: 'https://example.com' } }), undefined],
    [
      'a Mini App over http',
      inline({ text: 'a', web_app: { url: 'http://example.com' } }),
      "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
    ],
    ['256 characters to copy', inline({ text: 'a', copy_text: { text: 'x'.repeat(256) } }), undefined],
    ['a style', inline({ text: 'a', callback_data: 'x', style: 'danger' }), undefined],
    ['a disabled button', inline({ text: 'a', disabled: {} }), undefined],
    ['a Pay button outside an invoice', inline({ text: 'a', pay: true }), 'BUTTON_TYPE_INVALID'],
    [
      '101 buttons',
      { inline_keyboard: Array.from({ length: 101 }, () => [{ text: 'a', callback_data: 'x' }]) },
      'reply markup is too long',
    ],
  ])('%s', async (_name, markup, problem) => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const answer = await api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: markup });
    expect(answer.description).toBe(problem && `Bad Request: ${problem}`);
  });

  it('refuses more than 256 characters to copy, and a style there is not', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const send = (button: object) =>
      api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: inline(button) });
    expect(await send({ text: 'a', copy_text: { text: 'x'.repeat(257) } })).toMatchObject({ status: 400 });
    expect(await send({ text: 'a', callback_data: 'x', style: 'red' })).toMatchObject({ status: 400 });
  });
});

describe('what a tap does', () => {
  it('sends a callback query for the newest button with the label, emoji at its end or not', async () => {
    const bot = await openSandboxBot();
    const anna = await bot.startedPerson();
    await bot.setWebhook();
    const send = (data: string) =>
      bot.api('sendMessage', {
        chat_id: anna.id,
        text: data,
        reply_markup: inline({ text: 'Buy 🛒', callback_data: data }),
      });
    await send('old');
    await send('new');
    const callbackId = anna.taps('Buy');
    await bot.world.settled();
    expect(bot.received[0]?.update.callback_query).toMatchObject({
      id: callbackId,
      data: 'new',
      from: { id: anna.id },
    });
  });

  it('fails naming the visible buttons', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    await api('sendMessage', {
      chat_id: anna.id,
      text: 'x',
      reply_markup: inline({ text: 'Buy', callback_data: 'x' }),
    });
    expect(() => anna.taps('Sell')).toThrow('No button "Sell" in the chat with Anna; visible buttons: "Buy"');
  });

  it('opens links, copies texts, and does nothing on disabled buttons', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const buttons = inline(
      { text: 'Open', url: 'https://example.com/' },
      { text: 'Copy', copy_text: { text: 'vless://x' } },
      { text: 'Off', disabled: {} },
    );
    await api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: buttons });
    expect(anna.touches('Open')).toEqual({ url: 'https://example.com/' });
    expect(anna.touches('Copy')).toEqual({ copied: 'vless://x' });
    expect(anna.touches('Off')).toEqual({ refused: 'the button is disabled' });
  });
});

describe('reply keyboards', () => {
  it('stay until they are replaced or removed, and their keys send texts, contact and location', async () => {
    const { api, world, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const keyboard = [[{ text: 'Menu 🏠' }, { text: 'Phone', request_contact: true }]];
    const markup = {
      keyboard,
      resize_keyboard: true,
      is_persistent: true,
      input_field_placeholder: 'Choose',
    };
    await api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: markup });
    expect(world.state().chats[0]?.replyKeyboard).toEqual(markup);
    expect(anna.presses('Menu').text).toBe('Menu 🏠');
    expect(anna.presses('Phone').contact).toMatchObject({ user_id: anna.id });
    await api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: { remove_keyboard: true } });
    expect(() => anna.presses('Menu')).toThrow('visible keys: none');
  });

  it('refuse an empty keyboard and a placeholder over 64 characters', async () => {
    const { api, startedPerson } = await openSandboxBot();
    const anna = await startedPerson();
    const send = (markup: object) =>
      api('sendMessage', { chat_id: anna.id, text: 'x', reply_markup: markup });
    expect(await send({ keyboard: [] })).toMatchObject({ status: 400 });
    expect(
      await send({ keyboard: [[{ text: 'a' }]], input_field_placeholder: 'x'.repeat(65) }),
    ).toMatchObject({ status: 400 });
  });
});
