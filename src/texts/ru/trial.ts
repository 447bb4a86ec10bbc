import { html } from '../../platform/telegram/html.ts';

export const trial = {
  offer: (days: string, size: string) => html`<b>Пробный период</b>

${days} бесплатно и ${size} трафика. Карта не нужна, сам по себе платным он не станет. Пробный период даётся один раз.`,
  start: 'Начать пробный период 🎁',
  had: (date: string) => html`Пробный период у вас уже был: он начался ${date}. Он даётся один раз.`,
  orTry: (days: string, size: string) => `Можно попробовать бесплатно: ${days}, ${size}.`,
  settingUp: html`<b>Пробный период начался</b> ✅

Настраиваем доступ. Обычно это меньше минуты — я напишу, когда всё будет готово. Чат можно закрыть.`,
};
