import { html } from '../../telegram/screens/html.ts';

/** Who holds money, as they are written. */
const houses: Readonly<Record<string, string>> = {
  stripe: 'Stripe',
  stars: 'Telegram',
  'crypto-pay': 'Crypto Pay',
};

/** What providers tell, by the names that they give it. */
const heardOf: Readonly<Record<string, string>> = {
  invoice_paid: 'счёт оплачен',
  'checkout.session.completed': 'страница оплаты пройдена',
  'checkout.session.async_payment_succeeded': 'отложенная оплата прошла',
  'checkout.session.async_payment_failed': 'отложенная оплата не прошла',
  'checkout.session.expired': 'время страницы оплаты вышло',
  'payment_intent.payment_failed': 'оплата не прошла',
  'payment_intent.succeeded': 'оплата прошла',
  'refund.created': 'возврат начат',
  'refund.updated': 'возврат изменился',
  'refund.failed': 'возврат не удался',
  'charge.refunded': 'деньги вернулись плательщику',
  'charge.dispute.created': 'банк открыл спор',
  'charge.dispute.updated': 'в споре новости',
  'charge.dispute.closed': 'спор закрыт',
  'charge.dispute.funds_withdrawn': 'банк забрал деньги на время спора',
  'charge.dispute.funds_reinstated': 'банк вернул деньги',
  'radar.early_fraud_warning.created': 'банк подозревает мошенничество',
  'invoice.paid': 'очередное списание прошло',
  'invoice.payment_failed': 'очередное списание не прошло',
  'invoice.payment_action_required': 'банк ждёт подтверждения от плательщика',
  'invoice_payment.paid': 'счёт за период оплачен',
  'customer.subscription.updated': 'автопродление изменилось',
  'customer.subscription.deleted': 'автопродление закончилось',
  'customer.subscription.paused': 'автопродление приостановлено',
};

/** One payment's story, as admins read it. */
export const story = {
  title: (zone: string) => `Что было (${zone}):`,
  earlier: 'Более раннее не поместилось.',
  ordered: (name: string) => `оформлен заказ «${name}»`,
  asked: (provider: string) => `счёт запрошен (${provider})`,
  heard: (what: string) => `провайдер сообщил: ${what}`,
  heardOf,
  paid: 'деньги пришли',
  paidInTest: 'пришли тестовые деньги: настоящих за этим нет',
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
