import type { FakeWorld, MessageSeed } from './fake-world.ts';
import { ANNA, HOSTILE, HOSTILE_NAME, MAKSIM, NOVICE, OLGA } from './people.ts';

export const INVITE = 'https://t.me/sandbox_vpn_bot?start=INV_3f9a2c7d';

type Entity = { type: string; url?: string; language?: string };

/** Builds a text with entities from marked parts; offsets are counted here, in UTF-16 units. */
export function marked(parts: (string | [string, ...Entity[]])[]): MessageSeed {
  let text = '';
  const entities: object[] = [];
  for (const part of parts) {
    const [words, ...marks] = typeof part === 'string' ? [part] : part;
    for (const mark of marks) entities.push({ ...mark, offset: text.length, length: words.length });
    text += words;
  }
  return { text, entities: entities as never };
}

/** Fills the chats with everything a bot can send, friendly and hostile. */
export function fillScene(world: FakeWorld): void {
  fillAdmin(world);
  fillCustomer(world);
  fillHostile(world);
  world.write(MAKSIM, { text: '/start', outgoing: true });
  world.write(MAKSIM, { text: 'Здравствуйте, Максим! Новых обращений нет.' });
  world.write(NOVICE, { text: '/start INV_3f9a2c7d', outgoing: true });
  world.write(NOVICE, {
    ...marked([['Добро пожаловать!', { type: 'bold' }], '\nПриглашение принято. Доступ на 7 дней и 5 ГБ.']),
    reply_markup: {
      inline_keyboard: [
        [{ text: 'Получить ключ', callback_data: 'key', style: 'primary' }],
        [
          { text: 'Тарифы', callback_data: 'plans' },
          { text: 'Помощь', callback_data: 'help' },
        ],
      ],
    },
  });
  fillJournals(world);
}

function fillAdmin(world: FakeWorld): void {
  world.write(ANNA, { text: '/start', outgoing: true });
  const menu = world.write(ANNA, {
    ...marked([
      ['Панель управления', { type: 'bold' }],
      '\n\n👥 Людей: 128\n✅ Активных: 97\n⏳ Истекает за неделю: 6',
    ]),
    reply_markup: {
      inline_keyboard: [
        [{ text: 'Создать приглашение', callback_data: 'invite', style: 'primary' }],
        [
          { text: 'Люди', callback_data: 'users' },
          { text: 'Оплаты', callback_data: 'pay' },
        ],
        [
          { text: 'Рассылка', callback_data: 'cast' },
          { text: 'Отчёты', callback_data: 'r', disabled: {} },
        ],
        [{ text: 'Выключить приём', callback_data: 'off', style: 'danger' }],
      ],
    },
  });
  world.chat(ANNA).pinnedMessageId = menu.message_id;
  world.write(ANNA, { text: 'Сделай приглашение для новичка', outgoing: true, reply_to_message: menu });
  world.write(ANNA, {
    ...marked([
      ['Приглашение готово', { type: 'bold' }],
      '\nОдно использование, 7 дней, 5 ГБ.\n\n',
      [INVITE, { type: 'url' }],
      '\n\nКод: ',
      ['INV_3f9a2c7d', { type: 'code' }],
    ]),
    reply_markup: {
      inline_keyboard: [
        [
          {
            text: 'Поделиться',
            url: `https://t.me/share/url?url=${encodeURIComponent(INVITE)}&text=Приходи`,
          },
          { text: 'Копировать', copy_text: { text: INVITE } },
        ],
        [{ text: 'Отозвать', callback_data: 'revoke', style: 'danger' }],
      ],
    },
  });
}

function fillCustomer(world: FakeWorld): void {
  world.write(OLGA, { text: '/profile', outgoing: true });
  world.write(OLGA, {
    ...marked([
      ['Моя подписка', { type: 'bold' }],
      '\nТариф: ',
      ['Месяц', { type: 'italic' }],
      '\nДо 14 декабря 2026, осталось 21 день\nТрафик: 36,4 из 50 ГБ\n\n',
      ['Ключ спрятан, нажмите, чтобы увидеть', { type: 'spoiler' }],
      '\n\n',
      [
        'Советы\n1. Включите «Всегда включён».\n2. На iPhone выберите Streisand.\n3. Если медленно, смените протокол.\n4. Напишите нам.',
        { type: 'expandable_blockquote' },
      ],
    ]),
    reply_markup: {
      inline_keyboard: [
        [
          { text: 'Продлить', callback_data: 'renew', style: 'success' },
          { text: 'Ключ', callback_data: 'key' },
        ],
        [{ text: 'Открыть сайт', url: 'https://example.org/help?from=bot' }],
      ],
    },
  });
  world.write(OLGA, {
    photo: [{ file_id: 'qr', file_unique_id: 'qr', width: 640, height: 400 }],
    caption: 'Отсканируйте этот код в приложении',
  });
  world.write(OLGA, {
    document: {
      file_id: 'cfg',
      file_unique_id: 'cfg',
      file_name: 'olga-xray-config.json',
      file_size: 18_432,
    },
  });
  world.write(
    OLGA,
    marked([['{\n  "outbounds": [{ "protocol": "vless" }]\n}', { type: 'pre', language: 'json' }]]),
  );
  world.write(OLGA, {
    invoice: {
      title: 'Месяц VPN',
      description: '50 ГБ, 30 дней',
      currency: 'XTR',
      total_amount: 150,
      start_parameter: '',
    },
    reply_markup: { inline_keyboard: [[{ text: 'Оплатить 150 ★', pay: true }]] },
  });
  world.write(OLGA, { location: { latitude: 55.7558, longitude: 37.6173 }, outgoing: true });
  world.write(OLGA, { text: '👍', outgoing: true });
  world.chat(OLGA).replyKeyboard = {
    keyboard: [
      [{ text: 'Моя подписка' }, { text: 'Тарифы' }],
      [
        { text: 'Поделиться номером', request_contact: true },
        { text: 'Где я', request_location: true },
      ],
    ],
    resize_keyboard: true,
  };
}

function fillHostile(world: FakeWorld): void {
  world.write(HOSTILE, { text: `/start ${HOSTILE_NAME}`, outgoing: true });
  world.write(HOSTILE, {
    ...marked([
      'Привет, ',
      [HOSTILE_NAME, { type: 'bold' }, { type: 'italic' }, { type: 'underline' }],
      '! ',
      ['link', { type: 'text_link', url: 'javascript:alert(1)' }],
      ` ${'оченьдлинноесловобезпробелов'.repeat(12)}`,
    ]),
    reply_markup: {
      inline_keyboard: Array.from({ length: 8 }, (_row, row) =>
        Array.from({ length: 8 }, (_cell, column) => ({
          text: `${row}·${column}`,
          callback_data: `${row}-${column}`,
        })),
      ),
    },
  });
  world.write(HOSTILE, { text: 'مرحبا، كيف يمكنني مساعدتك اليوم؟\nEnglish line after Arabic.' });
}

function fillJournals(world: FakeWorld): void {
  world.call({
    method: 'sendMessage',
    personId: ANNA,
    payload: { chat_id: ANNA, text: 'Панель управления' },
  });
  world.call({
    method: 'editMessageText',
    personId: OLGA,
    ok: false,
    errorCode: 400,
    description: 'Bad Request: message is not modified',
  });
  world.deliver({ kind: 'message' });
  world.deliver({
    kind: 'callback_query',
    attempt: 2,
    status: 'error',
    nextAttemptAt: new Date().toISOString(),
  });
  world.state.violations.push({
    at: new Date().toISOString(),
    rule: 'callback-unanswered',
    detail: 'callback 17 was never answered',
  });
}
