import { html } from '../../platform/telegram/html.ts';

export const subscription = {
  title: html`<b>Моя подписка</b>`,
  none: 'Подписки пока нет. Она появится вместе с доступом, например по коду приглашения.',
  states: { pending: 'настраивается', active: 'работает', expired: 'закончилась', cancelled: 'отменена' },
  state: (state: string) => `Состояние: ${state}`,
  until: (date: string, left: string) => `Действует до: ${date} (осталось ${left})`,
  ended: (date: string) => `Действовала до: ${date}`,
  extend: 'Чтобы продлить, введите новый код приглашения.',
  forEver: 'Действует: без ограничения по времени',
  traffic: (bar: string, used: string, limit: string) => `Трафик: ${used} из ${limit}\n${bar}`,
  trafficUnlimited: (used: string) => `Трафик: использовано ${used}, без ограничений`,
  usageAge: (when: string) => `Данные о трафике на ${when}`,
  protocols: 'Протокол: VLESS-Reality',
  updating: 'Изменения передаются на сервер, это займёт не больше пары минут.',
  delayed:
    'Сервер сейчас не отвечает. Ничего не пропало: мы пробуем снова и передадим изменения, как только он вернётся.',
  stuck: 'Не получилось настроить доступ. Мы об этом знаем и разбираемся; всё оплаченное остаётся за вами.',
  ready: html`<b>Готово! Доступ настроен</b> ✅

Осталось добавить ключ в приложение — это пара минут.`,
};
