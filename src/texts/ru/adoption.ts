import { html } from '../../telegram/screens/html.ts';

export const adoption = {
  ask: (name: string) => html`<b>Привязка учётной записи: ${name}</b>

Пришлите uuid записи на панели или её ссылку-подписку. Ключ, дни и трафик останутся прежними.`,
  askAgain: html`Пришлите uuid или ссылку текстом.`,
  found: (name: string, panel: string) => html`<b>Нашлась запись «${name}»</b>\nПанель: ${panel}`,
  left: (days: string) => `Осталось: ${days}`,
  leftForEver: 'Осталось: бессрочно',
  traffic: (used: string, limit: string) => `Трафик: ${used} из ${limit}`,
  trafficUnlimited: (used: string) => `Трафик: ${used}, без ограничений`,
  inactive: '⚠️ Сейчас запись не действует: срок вышел, трафик кончился или она выключена.',
  conflicts: {
    own: 'Эта запись уже принадлежит этому человеку, привязывать нечего.',
    taken: 'Эта запись уже принадлежит другому человеку.',
    'has-other': 'У этого человека уже есть другая запись, вторую добавить нельзя.',
  },
  sendOther: 'Можно прислать другую.',
  confirm: 'Да, привязать',
  linked: html`<b>Запись привязана</b>

Бот проверит её на панели и пришлёт человеку ключ, обычно за минуту.`,
  toPerson: 'К человеку',
  find: 'Найти своих по Telegram',
  surveyTitle: (name: string) => html`<b>Поиск своих на панели ${name}</b>`,
  free: (count: string) => `Записей, которых бот не знает: ${count}`,
  matches: (count: string) => `Подходят людям бота по номеру Telegram: ${count}`,
  ambiguous: (count: string) =>
    `Людей, которым подходит несколько записей: ${count}. Привяжите их по одной в карточке человека.`,
  confirmAll: (count: string) => `Привязать: ${count}`,
  started: 'Привязываю, итог пришлю',
  done: (name: string, count: string) => html`<b>Панель ${name}: готово</b>\n\nПривязано записей: ${count}`,
};
