import { html } from '../../telegram/screens/html.ts';
import { longestReason } from '../../platform/reason.ts';

export const admin = {
  title: (role: string) => html`<b>Управление</b>\nВаша роль: ${role}`,
  counts: (total: string, admitted: string, blocked: string) =>
    `Всего людей: ${total}\nИз них вошли: ${admitted}\nЗаблокированы: ${blocked}`,
  roles: { user: 'пользователь', manager: 'менеджер', admin: 'администратор' },
  invites: 'Приглашения',
  find: 'Найти человека',
  askQuery: html`<b>Поиск человека</b>

Пришлите номер Telegram, @имя или часть имени.`,
  found: (query: string, count: number) => html`По запросу «${query}» нашлось: ${count}`,
  nothing: (query: string) =>
    html`По запросу «${query}» никого нет. Попробуйте часть имени, @имя или номер Telegram.`,
  manyFound: 'Показаны первые десять. Уточните запрос, если нужного человека здесь нет.',
  searchAgain: 'Искать ещё',
  card: (name: string, username: string, id: number) =>
    html`<b>${name}</b>${username}\nНомер: <code>${id}</code>`,
  role: (role: string) => `Роль: ${role}`,
  since: (date: string) => `Здесь с: ${date}`,
  outside: 'Ещё не вошёл: нужен код приглашения',
  blockedSince: (date: string) => `Заблокирован: ${date}`,
  unreachable: 'Остановил бота: сообщения не дойдут',
  access: (text: string) => `Доступ: ${text}`,
  accessStates: {
    none: 'нет',
    pending: 'настраивается',
    ready: 'работает',
    'used-up': 'трафик закончился',
    'switched-off': 'выключен на сервере',
    ended: 'закончился',
  },
  accessUntil: (state: string, date: string) => `${state}, до ${date}`,
  accessOff: 'выключен, пока человек заблокирован',
  makeRole: {
    user: 'Сделать пользователем',
    manager: 'Сделать менеджером',
    admin: 'Сделать администратором',
  },
  sureRole: (name: string, role: string) => html`<b>${name}</b>\n\nИзменить роль на «${role}»?`,
  sureBlock: (name: string) =>
    html`<b>${name}</b>\n\nЗаблокировать? Бот перестанет отвечать, доступ на сервере выключится. Это можно отменить.`,
  block: 'Заблокировать',
  unblock: 'Разблокировать',
  confirmBlock: 'Да, заблокировать',
  confirmRole: 'Да, изменить',
  roleChanged: (role: string) => `Готово, роль: ${role}`,
  yourRole: (role: string) => html`Ваша роль теперь: <b>${role}</b>`,
  staffMay: 'Вы можете приглашать людей и смотреть, кто пришёл: всё это за кнопкой «Управление».',
  blocked: 'Заблокирован',
  unblocked: 'Разблокирован',
  replaceLink: 'Сменить ссылку',
  sureReplaceLink: (name: string) =>
    html`<b>${name}</b>\n\nСменить ссылку? Прежняя перестанет работать на всех устройствах, новую бот пришлёт сам.`,
  replacingLink: 'Меняю, бот напишет человеку',
  renewal: (plan: string, price: string, when: string | undefined) =>
    `Автопродление: «${plan}», ${price}${when === undefined ? '' : `, дальше: ${when}`}`,
  renewalFails: 'последнее списание не прошло',
  renewalOver: (why: string | undefined) => `Автопродление: выключено${why === undefined ? '' : ` (${why})`}`,
  endReasons: {
    person: 'сам человек',
    provider: 'на стороне платёжной системы',
    unpaid: 'не удалось списать',
    'taken-back': 'деньги вернулись',
    replaced: 'заменено новым',
    blocked: 'человек заблокирован',
    needless: 'продлевать нечего',
    review: 'платёж отложен на проверку',
    staff: 'администратор',
    lost: 'у платёжной системы его не нашли',
  },
  askStopReason: (name: string) =>
    html`<b>${name}</b>

Выключить автопродление? Оплаченное останется, новых списаний не будет, человек об этом узнает. Напишите причину одним сообщением: она останется в журнале.`,
  stopReasonLength: `Причина нужна словами, до ${longestReason} знаков.`,
  adopt: 'Привязать учётную запись',
};
