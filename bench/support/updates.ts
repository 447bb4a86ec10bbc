import { readConfig } from '../../src/config/config.ts';
import { action, createButtonCodec } from '../../src/telegram/screens/buttons.ts';
import { settings } from './bot.ts';

export const firstPerson = 1_000_000;
export const people = 10_000;

let updateId = 1;

const config = readConfig({
  ...settings,
  PUBLIC_URL: 'http://127.0.0.1:1',
  DATABASE_URL: 'postgres://given/by-the-benchmark',
});
const codec = createButtonCodec(config.buttonKeys, Number(settings.TELEGRAM_BOT_TOKEN.split(':')[0]));

/** `/start` from one person, with everything that Telegram sends beside it. */
export function startOf(person: number): string {
  return JSON.stringify({
    update_id: updateId++,
    message: {
      message_id: updateId,
      from: fromOf(person),
      chat: chatOf(person),
      date: Math.floor(Date.now() / 1000),
      text: '/start',
      entities: [{ offset: 0, length: 6, type: 'bot_command' }],
    },
  });
}

/** A tap on a button of the menu, which the bot answers by editing its message. */
export function tapOf(person: number): string {
  return JSON.stringify({
    update_id: updateId++,
    callback_query: {
      id: String(4_000_000_000_000 + updateId),
      from: fromOf(person),
      message: {
        message_id: 1_000_000_000,
        from: { id: 1_000_001, is_bot: true, first_name: 'VPN', username: 'benchmark_vpn_bot' },
        chat: chatOf(person),
        date: Math.floor(Date.now() / 1000),
        text: 'VPN\n\nЗдравствуйте!\n\nДоступа пока нет. Можно попробовать бесплатно: 7 дней, 5 ГБ.',
        reply_markup: { inline_keyboard: [[{ text: 'Моя подписка', callback_data: profileOf(person) }]] },
      },
      chat_instance: '-4000000000000000',
      data: profileOf(person),
    },
  });
}

/** Seven messages to three taps, everybody in turn. */
export function mixedUpdate(index: number): string {
  const person = firstPerson + (index % people);
  return index % 10 < 7 ? startOf(person) : tapOf(person);
}

function profileOf(person: number): string {
  return codec.encode(action('profile'), person);
}

function fromOf(person: number) {
  return { id: person, is_bot: false, first_name: 'Гость', username: `guest_${person}`, language_code: 'ru' };
}

function chatOf(person: number) {
  return { id: person, first_name: 'Гость', username: `guest_${person}`, type: 'private' };
}
