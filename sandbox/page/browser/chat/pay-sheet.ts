import { money, texts } from '../texts/language.ts';
import { openDialog } from '../ui/dialog.ts';
import { type Child, el } from '../ui/dom.ts';

export interface PayOrder {
  title: string;
  description: string;
  amount: number;
  currency: string;
  /** For what renews itself. */
  everySeconds?: number;
  pay: () => void;
}

/** Opens the small sheet with the price; the button that pays has the focus, Escape and a click outside give up. */
export function openPaySheet({ title, description, amount, currency, everySeconds, pay }: PayOrder): void {
  const price = money(amount, currency);
  const every: Child[] =
    everySeconds === undefined
      ? []
      : [el('p', { text: texts().payEvery(Math.round(everySeconds / 86_400)) })];
  openDialog({
    class: 'pay-sheet',
    title: texts().payTitle,
    body: [
      el('p', { class: 'pay-title', dir: 'auto', text: title }),
      el('p', { dir: 'auto', text: description }),
      el('p', { class: 'price', text: price }),
      ...every,
      el('p', { text: texts().payText }),
    ],
    actions: [{ label: texts().cancel }, { label: `${texts().pay} ${price}`, tone: 'primary', press: pay }],
  });
}
