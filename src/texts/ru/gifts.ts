import { html } from '../../telegram/screens/html.ts';
import { longestReason } from '../../platform/reason.ts';

/** What admins read when they give somebody access or money by hand. */
export const gifts = {
  giveAccess: 'Подарить доступ',
  giveMoney: 'Зачислить на баланс',
  accessFor: (name: string) => html`<b>Подарить доступ: ${name}</b>`,
  moneyFor: (name: string) => html`<b>Зачислить на баланс: ${name}</b>`,
  ask: {
    days: html`На сколько дней? Выберите или пришлите число от 1 до 3650, например <code>30</code>. Если доступ ещё работает, дни добавятся к нему.`,
    traffic: html`Сколько трафика? Выберите или пришлите число гигабайт от 1 до 10\u00a0000, например <code>50</code>.`,
    amount: (currency: string) => html`Какую сумму в ${currency}? Пришлите число, например <code>10</code>.`,
    reason: html`За что? Пришлите причину одним сообщением, до ${longestReason} знаков, например <code>компенсация за сбой 12 мая</code>. Её увидят только администраторы.`,
  },
  wrong: {
    days: 'Нужно целое число дней от 1 до 3650.',
    traffic: 'Нужно целое число гигабайт от 1 до 10\u00a0000.',
    amount: (currency: string) => `Нужна сумма в ${currency} больше нуля, числом.`,
    reason: `Причина нужна словами, не длиннее ${longestReason} знаков.`,
    sure: 'Проверьте и нажмите «Да, выдать».',
  },
  forEver: 'Навсегда',
  unlimited: 'Без ограничений',
  access: (days: string, size: string) => `доступ на ${days}, трафик ${size}`,
  accessForEver: (size: string) => `доступ навсегда, трафик ${size}`,
  money: (price: string) => `${price} на баланс`,
  moneyBack: (price: string) => `${price} с баланса`,
  sure: (what: string) => html`Выдать <b>${what}</b>?`,
  reason: (reason: string) => html`Причина: ${reason}`,
  confirm: 'Да, выдать',
  given: (what: string) => html`Выдано: <b>${what}</b>. ✅\n\nЧеловеку я напишу.`,
  takeLast: 'Забрать последний подарок',
  none: html`Забирать нечего: подарков от администраторов нет.`,
  sureTake: (what: string, when: string) =>
    html`Забрать <b>${what}</b>, выдано ${when}?\n\nЧто уже использовано, останется использованным. Человеку я напишу.`,
  confirmTake: 'Да, забрать',
  taken: html`Подарок забран. Человеку я напишу.`,
  toPerson: 'К карточке человека',
  balance: (money: string) => `На балансе: ${money}`,
  emptyBalance: 'ничего',
  counts: (purchases: string, given: string) =>
    `Покупок: ${purchases}, подарков от администраторов: ${given}`,
};
