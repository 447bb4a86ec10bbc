import { html } from '../../telegram/screens/html.ts';

/** What admins read when the providers' lists were compared with the books. */
export const report = {
  open: 'Сверка',
  now: 'Сверить сейчас',
  asked: 'Сверяю, результат пришлю',
  title: html`<b>Сверка</b>`,
  none: 'Сверок ещё не было. Каждое утро бот делает её сам.',
  made: (when: string) => `Сделана ${when}`,
  well: (sums: string) => html`✅ Сверка за сутки: всё сходится.\n\n${sums}.`,
  allWell: '✅ Всё сходится.',
  wrong: html`⚠️ <b>Сверка: нужно посмотреть</b>`,
  day: 'За сутки',
  month: 'За 30 дней',
  heading: (title: string) => html`<b>${title}</b>`,
  nothing: 'продаж не было',
  side: (count: string, money: string) => `${count} на ${money}`,
  sold: (way: string, side: string) => `${way} ${side}`,
  sums: (provider: string, listed: string, booked: string) =>
    `${provider}: у провайдера ${listed}, у нас ${booked}`,
  untold: (count: string) => `Без сообщения от провайдера нашлось платежей: ${count}.`,
  away: (provider: string) => `Провайдер не ответил: ${provider}. Его список сверим в следующий раз.`,
  differences: {
    unbooked: (provider: string, id: string, money: string) =>
      html`Оплачено у провайдера, но нет у нас: ${money}, ${provider}, <code>${id}</code>`,
    unlisted: (provider: string, id: string, money: string) =>
      html`Есть у нас, но провайдер этого не знает: ${money}, ${provider}, <code>${id}</code>`,
    amount: (provider: string, id: string, money: string) =>
      html`У провайдера другая сумма: ${money}, ${provider}, <code>${id}</code>`,
  },
  more: (count: string) => `И ещё расхождений: ${count}.`,
  checks: (count: string) =>
    `Проверки учёта нашли расхождений: ${count}. Подробности — в метрике money_wrong.`,
  reviews: (count: string) => `Платежей ждут решения: ${count}.`,
  dead: (count: string) => `Отложено дел: ${count}.`,
};
