import { html } from '../../telegram/screens/html.ts';

/** What admins read about work that the bot has given up. */
export const deadLetters = {
  open: 'Сбои',
  title: html`<b>Сбои</b>\n\nЗдесь то, что бот пробовал сделать много раз и отложил. Когда причина устранена, повторите.`,
  none: 'Отложенных дел нет.',
  count: (count: string) => `Отложено дел: ${count}`,
  updates: (count: string) => `Сообщений, которые не удалось обработать: ${count}. Люди об этом знают.`,
  heading: (number: number, purpose: string) => html`<b>${number}.</b> ${purpose}`,
  purpose: (kind: string, about: string) => (about === '' ? kind : `${kind}: ${about}`),
  facts: (when: string, attempts: string) => `${when}, попыток: ${attempts}`,
  error: (text: string) => `Ответ: ${text}`,
  noError: 'без объяснений',
  kinds: {
    provision: 'настроить доступ',
    notice: 'написать человеку',
    'payment-hear': 'узнать о платеже у провайдера',
    refund: 'вернуть деньги',
    'renewal-stop': 'отменить автопродление у провайдера',
    'purchases-end': 'закрыть начатые покупки',
    adopt: 'привязать учётные записи панели',
  },
  retry: (number: number) => `↻ ${number}`,
  retryAll: (kind: string, count: number) => `Повторить все: ${kind} (${count})`,
  retrying: (count: string) => `Пробую снова: ${count}`,
};
