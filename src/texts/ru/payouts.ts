import { longestReason } from '../../platform/reason.ts';
import { html } from '../../telegram/screens/html.ts';

/** What the desk says of money that was paid out by hand. */
export const payouts = {
  begin: (price: string) => `Выплачено вручную: ${price}`,
  title: (price: string) => html`<b>Списать выплаченное вручную: ${price}</b>

На эти деньги здесь ничего нельзя купить, а вернуть их тем же путём нельзя. Если вы уже отдали их человеку сами, спишите их с баланса.`,
  askReason: html`Как и когда вы их выплатили? Пришлите одним сообщением, до ${longestReason} знаков, например <code>перевод на карту 12 мая</code>. Это увидят только администраторы.`,
  sure: (price: string) =>
    html`Списать <b>${price}</b> с баланса как выплаченные вручную? Отменить это нельзя.`,
  confirm: 'Да, списать',
  done: (price: string) => html`Списано: <b>${price}</b>. ✅\n\nЧеловеку я напишу.`,
};
