import { html } from '../../telegram/screens/html.ts';
import { longestReason } from '../../platform/reason.ts';

/** What admins read where they decide about money that fitted nothing. */
export const review = {
  waits: (why: string) => html`⚠️ <b>Нужно решение.</b> ${why}`,
  compare: (ordered: string, came: string) => `Заказ стоил ${ordered}, пришло ${came}.`,
  left: (left: string) => `Часть уже вернулась плательщику, решать осталось о ${left}.`,
  choices: {
    accepted: 'Принять за заказ',
    credited: 'Зачислить на баланс',
    returned: 'Вернуть плательщику',
    outside: 'Разобрано',
    ask: 'Спросить провайдера ещё раз',
  },
  asking: 'Спрашиваю провайдера',
  done: 'Решение записано',
  askOrder: html`За какой заказ принять эти деньги? Пришлите его номер, например <code>1024</code>.`,
  likely: (id: number, name: string) => `№ ${id} · ${name}`,
  notAnOrder: 'Нужен номер заказа: только цифры.',
  askPerson: html`Кому зачислить? Пришлите номер человека в Telegram, например <code>123456789</code>.`,
  notAPerson: 'Нужен номер человека в Telegram: только цифры.',
  samePerson: (id: number) => `Плательщику ${id}`,
  askReason: html`Почему так? Пришлите причину одним сообщением: её увидят другие администраторы.`,
  notAReason: `Причина — одно-два предложения словами, до ${longestReason} знаков.`,
  sure: {
    accepted: (price: string, order: number, name: string) =>
      html`Принять <b>${price}</b> за заказ № ${order} («${name}») как есть?\n\nЧеловек сразу получит всё, что заказывал.`,
    credited: (price: string, person: number) =>
      html`Зачислить <b>${price}</b> на баланс человека <code>${person}</code>?`,
    returned: (price: string) => html`Вернуть <b>${price}</b> тому, кто заплатил?`,
    outside: (price: string) =>
      html`Отметить платёж на <b>${price}</b> как разобранный?\n\nБот ничего не выдаст и не вернёт: считаем, что вы всё уладили сами.`,
  },
  reasonLine: (reason: string) => html`Причина: ${reason}`,
  confirm: 'Да, так и сделать',
};

export const giveBack = {
  start: 'Вернуть деньги',
  startCredit: 'Вернуть на баланс',
  left: (left: string) => html`Можно вернуть <b>${left}</b>.`,
  fromBalance: 'Деньги уйдут с баланса человека, доступ не изменится.',
  toBalance: 'Сам провайдер денег не возвращает: они вернутся на баланс человека.',
  askAmount: (example: string) =>
    html`Сколько вернуть? Нажмите кнопку или пришлите сумму, например <code>${example}</code>.`,
  whole: (price: string) => `Всё: ${price}`,
  notAnAmount: (left: string) => `Нужна сумма больше нуля и не больше ${left}.`,
  askReason: html`Почему возвращаем? Пришлите причину одним сообщением: её увидят другие администраторы.`,
  sure: (price: string) => html`Вернуть <b>${price}</b> плательщику?`,
  sureCredit: (price: string) => html`Вернуть <b>${price}</b> на баланс человека?`,
  accessEnds: 'Доступ, который остался за эти деньги, закроется. Дни, которые уже прошли, не отнимаются.',
  accessShrinks: (before: string, after: string) =>
    `Доступ по этому заказу станет короче: вместо ${before} — ${after}. Дни, которые уже прошли, не отнимаются.`,
  accessStays: 'Доступ останется: он бессрочный и закроется, только если вернуть всё.',
  trafficShrinks: (before: string, after: string) => `Трафик уменьшится: вместо ${before} — ${after}.`,
  confirm: 'Да, вернуть',
  begun: 'Возврат начат',
  credited: 'Деньги на балансе человека',
};
