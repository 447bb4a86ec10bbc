/** Descriptions of the commands in Telegram's menu. */
export const commands = {
  start: 'Главное меню',
  key: 'Получить ключ',
  profile: 'Моя подписка',
  trial: 'Пробный период',
  plans: 'Тарифы и покупка',
  orders: 'Мои покупки',
  promo: 'Ввести промокод',
  paysupport: 'Вопросы об оплате',
  terms: 'Условия',
  invite: 'Ввести код приглашения',
  language: 'Язык / Language',
  settings: 'Настройки',
  help: 'Помощь',
  cancel: 'Отменить текущее действие',
  admin: 'Управление',
};
export const about = {
  description: (service: string) =>
    `${service}: быстрый и простой доступ в интернет. Нажмите «Старт», чтобы получить ключ.`,
  short: (service: string) => `${service} — ключ за минуту`,
};
