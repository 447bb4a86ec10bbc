import { html } from '../../platform/telegram/html.ts';

export const invites = {
  ask: html`<b>Нужен код приглашения</b>

Пришлите код, который вам дали. Он выглядит так: <code>INV_4f9c21ab03</code>

Можно прислать и всю ссылку целиком.`,
  askAgain: html`Это не похоже на код приглашения. Он начинается с <code>INV_</code>, дальше цифры и буквы от a до f, например <code>INV_4f9c21ab03</code>.

Пришлите код ещё раз или нажмите «Отмена».`,
  closed: html`Сейчас мы не принимаем новых людей. Если у вас уже был доступ, напишите с прежнего аккаунта Telegram.`,
  listTitle: (all: boolean, total: string) =>
    html`<b>${all ? 'Все приглашения' : 'Мои приглашения'}</b>\nВсего: ${total}`,
  empty: 'Приглашений ещё нет. Создайте первое — это займёт полминуты.',
  row: ({ code, used, max, state }: { code: string; used: number; max: number; state: string }) =>
    `${code.slice(0, 12)}… · ${used}/${max} · ${state}`,
  states: { active: 'действует', revoked: 'отозвано', expired: 'истекло', used: 'использовано' },
  create: 'Создать приглашение',
  showAll: 'Показать все',
  showOwn: 'Показать мои',
  card: (code: string, state: string) => html`<b>Приглашение</b>\n<code>${code}</code>\nСостояние: ${state}`,
  uses: (used: number, max: number) => `Использовано: ${used} из ${max}`,
  expires: (when: string) => `Действует до: ${when}`,
  expiresNever: 'Действует: бессрочно',
  gives: (what: string) => `Даёт: ${what}`,
  gifts: {
    admission: 'вход без подписки',
    days: (days: string, size: string) => `доступ на ${days}, трафик ${size}`,
    permanent: (size: string) => `постоянный доступ, трафик ${size}`,
  },
  link: 'Ссылка для приглашённого:',
  copyLink: 'Скопировать ссылку',
  guests: 'Кто пришёл:',
  nobody: 'Пока никто не пришёл.',
  revoke: 'Отозвать',
  revokeSure: (code: string) =>
    html`Отозвать приглашение <code>${code}</code>?\n\nНовые люди по нему больше не войдут. Те, кто уже пришёл, останутся.`,
  revokeYes: 'Да, отозвать',
  revoked: 'Приглашение отозвано',
  created: html`Приглашение готово. Отправьте эту ссылку:`,
  askUses: html`<b>Новое приглашение, шаг 1 из 3</b>

Сколько человек сможет войти по этому коду? Выберите или напишите число от 1 до 1000.`,
  badUses: html`Нужно целое число от 1 до 1000, например <code>5</code>. Сколько человек сможет войти?`,
  askExpiry: html`<b>Новое приглашение, шаг 2 из 3</b>

Сколько дней действует код? Выберите или напишите число от 1 до 365.`,
  badExpiry: html`Нужно целое число дней от 1 до 365, например <code>30</code>. Или нажмите «Бессрочно».`,
  askGrant: html`<b>Новое приглашение, шаг 3 из 3</b>

Что получит приглашённый? Выберите или напишите число дней доступа от 1 до 3650.`,
  badGrant: html`Нужно целое число дней от 1 до 3650, например <code>30</code>. Или выберите кнопку.`,
  never: 'Бессрочно',
  admissionOnly: 'Только вход',
  permanentGrant: 'Постоянный доступ',
};
