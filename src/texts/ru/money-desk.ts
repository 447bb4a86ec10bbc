import { html } from '../../telegram/screens/html.ts';

/** Who holds money, as they are written. */
const houses: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  stars: 'Telegram',
  'crypto-pay': 'Crypto Pay',
};

/** One payment's story, as admins read it. */
export const story = {
  title: (zone: string) => `Что было (${zone}):`,
  earlier: 'Более раннее не поместилось.',
  ordered: (name: string) => `оформлен заказ «${name}»`,
  asked: (provider: string) => `счёт запрошен (${provider})`,
  heard: (kind: string) => `сообщение от провайдера: ${kind}`,
  paid: 'деньги пришли',
  given: (days: string) => `выдан доступ: ${days}`,
  takenBack: 'доступ отозван',
  verified: 'сервер подтвердил доступ',
  moved: (money: string, from: string, to: string) => `в учёте ${money}: ${from} → ${to}`,
  refund: (money: string, state: string) => `возврат ${money}: ${state}`,
  refundRefused: (money: string, why: string) => `возврат ${money} не удался, ответ провайдера: ${why}`,
  refundToBalance: (money: string) => `возврат ${money} на баланс человека`,
  refundStates: { requested: 'запрошен', pending: 'в пути', succeeded: 'сделан', failed: 'не удался' },
  staff: (actor: number, what: string, reason: string) =>
    reason === '' ? `администратор ${actor}: ${what}` : `администратор ${actor}: ${what}. Причина: ${reason}`,
  actions: {
    refund: 'вернуть деньги',
    'refund to balance': 'вернуть на баланс',
    'provider asked again': 'спросить провайдера ещё раз',
  },
  decisions: {
    accepted: 'принять за заказ',
    credited: 'зачислить на баланс',
    returned: 'вернуть плательщику',
    outside: 'разобрано',
  },
  looks: (count: string, next: string) => `Сами спрашивали провайдера, раз: ${count}. Снова: ${next}.`,
  accounts: {
    revenue: 'выручка',
    refunds: 'возвраты',
    disputes: 'споры',
    unassigned: 'ждёт решения',
    returning: 'возвращается',
    outside: 'разобрано',
    clearing: (provider: string) => `деньги у ${houses[provider] ?? provider}`,
    user: (id: string) => `баланс ${id}`,
    receivable: (id: string) => `долг ${id}`,
  },
};

export const revenue = {
  open: 'Выручка',
  title: (from: string, to: string) => html`<b>Выручка</b>\n${from} — ${to}`,
  titleDay: (day: string) => html`<b>Выручка</b>\n${day}`,
  none: 'За это время продаж и возвратов не было.',
  total: (net: string) => html`<b>Итого: ${net}</b>`,
  provider: (name: string) => html`<i>${name}</i>`,
  received: (money: string, sales: string) => `получено ${money}, продаж: ${sales}`,
  firsts: (first: string, again: string) => `впервые: ${first}, повторно: ${again}`,
  back: (money: string) => `возвращено ${money}`,
  disputed: (money: string) => `забрано в спорах ${money}`,
  periods: {
    today: 'Сегодня',
    week: '7 дней',
    month: '30 дней',
    quarter: '90 дней',
    'this-month': 'Этот месяц',
    'last-month': 'Прошлый месяц',
  },
};

export const purchases = {
  open: 'Покупки',
  title: (name: string, id: number) => html`<b>Покупки</b>: ${name} (<code>${id}</code>)`,
  balance: (money: string) => `На балансе: ${money}`,
  debt: (money: string) => `Долг: ${money}`,
  none: 'Покупок не было.',
  orderLine: (id: number, plan: string, state: string) => `Заказ № ${id} «${plan}»: ${state}`,
};
