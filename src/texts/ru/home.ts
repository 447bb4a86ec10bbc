import type { HelpCommand } from '../../telegram/commands.ts';
import { html, type Html, join } from '../../telegram/screens/html.ts';

export const home = {
  title: (service: string, name: string) => html`<b>${service}</b>\n\nЗдравствуйте, ${name}!`,
  noAccess: 'Доступа пока нет.',
  noAccessTrial: (days: string, size: string) =>
    `Доступа пока нет. Можно попробовать бесплатно: ${days}, ${size}.`,
  active: (until: string) => `Доступ работает до ${until}.`,
  activeForEver: 'Доступ работает без ограничения по времени.',
  pending: 'Доступ настраивается, обычно это занимает меньше минуты.',
  expired: (when: string) => `Доступ закончился ${when}.`,
  usedUp: 'Трафик закончился, поэтому доступ сейчас не работает. Купите ещё — тот же ключ заработает снова.',
  switchedOff: 'Доступ выключен на сервере. Дни и трафик остаются за вами; напишите в поддержку: /paysupport',
  getKey: 'Получить ключ 🔑',
  subscription: 'Моя подписка',
  trial: 'Попробовать бесплатно 🎁',
  invite: 'У меня есть код',
  language: 'Язык / Language',
  help: 'Помощь',
  admin: 'Управление',
  welcome: html`Вы с нами! 🎉`,
  welcomeGranted: html`Вы с нами! 🎉 Приглашение уже дало вам доступ — настраиваем его.`,
  languagePrompt: html`Выберите язык.\nChoose your language.`,
  languageSet: 'Язык: русский',
  /** A line of the list of commands. */
  commandLine: (command: string, does: string) => html`/${command} — ${does}`,
  /** What a command does, in the list of them. */
  commandDoes: {
    key: 'ключ',
    profile: 'моя подписка',
    trial: 'пробный период',
    plans: 'тарифы и покупка',
    orders: 'мои покупки',
    promo: 'ввести промокод',
    paysupport: 'вопросы об оплате и возврат',
    terms: 'условия',
    invite: 'ввести код приглашения',
    language: 'язык',
    cancel: 'отменить текущее действие',
  } satisfies Record<HelpCommand, string>,
  help_: (service: string, commands: readonly Html[]) => html`<b>Помощь</b>

<b>Как подключиться?</b>
1. Откройте «Получить ключ».
2. Выберите своё устройство — я подскажу приложение и шаги.
3. Вставьте ссылку в приложение или отсканируйте QR-код.

<b>Работает медленно?</b>
Переключите приложение на другой сервер, затем проверьте скорость без VPN.

<b>Не подключается?</b>
Проверьте в «Моя подписка», что доступ работает, и обновите подписку в приложении. Если не помогло, попробуйте усиленный режим: он включается в «Получить ключ».

<b>Как заплатить?</b>
Выберите тариф в /plans: цена и способы оплаты видны сразу. Само ничего не продлевается, пока вы не включите автопродление; выключить его можно в «Моей подписке». Что с покупкой, видно в /orders.

<b>Команды</b>
${join(commands, '\n')}

${service} хранит о вас только то, что нужно для работы: номер, имя и язык в Telegram, по какому приглашению вы пришли, ваш доступ и ключи, покупки и платежи и сколько трафика израсходовано.`,
};
