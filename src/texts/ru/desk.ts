import { html } from '../../platform/telegram/html.ts';

/** What admins read about plans and payments. */
export const desk = {
  plans: 'Тарифы',
  payments: 'Платежи',
  plansTitle: html`<b>Тарифы</b>\n\nВыберите тариф, чтобы изменить его. Уже проданное не меняется.`,
  hidden: 'скрыт',
  planTitle: (name: string, code: string) => html`<b>${name}</b> (<code>${code}</code>)`,
  show: 'Показать людям',
  hide: 'Скрыть от людей',
  editPrice: (currency: string) => `Цена в ${currency}`,
  editDays: 'Срок',
  editName: 'Название',
  askPrice: (currency: string) =>
    html`Пришлите цену в ${currency}, например <code>3.99</code>, или 0, чтобы не продавать в этой валюте.`,
  askDays: html`Пришлите срок в днях, например <code>30</code>, или 0 — навсегда.`,
  askName: html`Пришлите название по-русски, до 24 знаков.`,
  wrong: 'Так не подходит.',
  paymentsTitle: html`<b>Платежи</b>`,
  noPayments: 'Платежей пока нет.',
  income: (text: string) => `За 30 дней: ${text}`,
  noIncome: 'За 30 дней продаж не было.',
  incomeLine: (received: string, back: string, sales: string) =>
    `получено ${received}, возвращено ${back}, продаж ${sales}`,
  paymentTitle: (id: number) => html`<b>Платёж № ${id}</b>`,
  paymentLine: (price: string, provider: string, status: string) => `${price}, ${provider}, ${status}`,
  payer: (id: number) => `Человек: ${id}`,
  objectId: (id: string) => html`У провайдера: <code>${id}</code>`,
  orderLine: (id: number, status: string) => `Заказ № ${id}: ${status}`,
  refundLine: (price: string, status: string, reason: string) => `Возврат ${price}: ${status}. ${reason}`,
};
