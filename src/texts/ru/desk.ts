import { exponentOf, isCurrency } from '../../platform/money.ts';
import { html } from '../../telegram/screens/html.ts';

/** Stars have no code that people know. */
const named = (currency: string): string => (currency === 'XTR' ? 'звёздах' : currency);

/** How a price of a currency is written. */
function decimals(currency: string): string {
  const places = isCurrency(currency) ? exponentOf(currency) : 0;
  return places === 0 ? 'целым числом' : `не больше ${places} знаков после запятой`;
}

/** What admins read about plans and payments. */
export const desk = {
  plans: 'Тарифы',
  payments: 'Платежи',
  plansTitle: html`<b>Тарифы</b>\n\nВыберите тариф, чтобы изменить его. Уже проданное не меняется.`,
  hidden: 'скрыт',
  planTitle: (name: string, code: string) => html`<b>${name}</b> (<code>${code}</code>)`,
  show: 'Показать людям',
  hide: 'Скрыть от людей',
  noPrice: (currency: string) => `нет цены в ${named(currency)}`,
  editPrice: (currency: string) => `Цена в ${named(currency)}`,
  editDays: 'Срок',
  editTraffic: 'Трафик',
  editName: 'Название по-русски',
  editNameEn: 'Название по-английски',
  askPrice: (currency: string) =>
    html`Пришлите цену в ${named(currency)}, например <code>${currency === 'XTR' ? '250' : '3,99'}</code>, или 0, чтобы так не продавать.`,
  askDays: html`Пришлите срок в днях, например <code>30</code>, или 0 — навсегда.`,
  askName: html`Пришлите название по-русски, до 24 знаков, например <code>Месяц</code>.`,
  askTraffic: html`Пришлите трафик на весь срок в гигабайтах, например <code>200</code>, или 0 — без ограничений.`,
  askMonthlyTraffic: html`Пришлите трафик на каждый месяц в гигабайтах, например <code>50</code>, или 0 — без ограничений.`,
  trafficMode: {
    total: 'Трафик: на весь срок',
    monthly: 'Трафик: на месяц, остаток сгорает',
    'monthly-kept': 'Трафик: на месяц, остаток сохраняется',
  },
  askTrialDays: html`Пришлите, сколько дней длится пробный период, например <code>7</code>.`,
  askTrialTraffic: html`Пришлите трафик пробного периода в гигабайтах, например <code>5</code>.`,
  askNameEn: html`Пришлите название по-английски, до 24 знаков, например <code>Month</code>.`,
  off: 'выключен',
  isHidden: 'Скрыт от людей: купить его нельзя.',
  moveUp: 'Выше ↑',
  moveDown: 'Ниже ↓',
  moved: 'Порядок изменён',
  bothNames: (ru: string, en: string) => `По-русски: ${ru}\nПо-английски: ${en}`,
  trialOff: 'Выключить пробный период',
  trialOn: 'Включить пробный период',
  trialIsOff: 'Пробный период выключен.',
  trialFromSettings:
    'Сейчас он такой, как в настройках TRIAL_DAYS и TRIAL_GIGABYTES. Измените здесь хоть что-нибудь, и дальше решать будет этот тариф.',
  trialFromHere: 'Он изменён здесь: настройки TRIAL_DAYS и TRIAL_GIGABYTES больше не действуют.',
  group: (name: string) => `Группа панелей: ${name}`,
  editGroup: 'Группа панелей',
  chooseGroup: html`<b>Группа панелей</b>\n\nНа панели этой группы попадут те, у кого ещё нет учётной записи. Кто живёт на панели другой группы, переедет, когда у него начнётся время этого тарифа. Сама эта настройка никого не переселяет.`,
  protocols: (names: string) => `Протоколы: ${names}`,
  editProtocols: 'Протоколы',
  everyProtocol: 'все',
  protocolNames: { reality: 'VLESS-Reality', hysteria2: 'Hysteria2', shadowsocks: 'Shadowsocks-2022' },
  chooseProtocols: html`<b>Протоколы</b>\n\nОтметьте, какие ключи получат люди с этим тарифом. Это действует сразу, и для тех, кто его уже купил.`,
  panelLinkHasAll:
    'Ссылка-подписка самой панели даёт все её протоколы: ограничить её можно с нашими подписками (/admin → Ключи).',
  lastProtocol: 'Хотя бы один протокол должен остаться',
  chosen: (name: string) => `✅ ${name}`,
  wrong: {
    price: (currency: string) =>
      `Так не подходит: нужна сумма в ${named(currency)} от нуля, ${decimals(currency)}.`,
    days: 'Так не подходит: нужно целое число дней от 0 до 3650.',
    trialDays: 'Так не подходит: нужно целое число дней от 1 до 3650.',
    traffic: 'Так не подходит: нужно целое число гигабайт от 0 до 10\u00a0000.',
    trialTraffic: 'Так не подходит: нужно целое число гигабайт от 1 до 10\u00a0000.',
    name: 'Так не подходит: в названии должно быть от 1 до 24 знаков.',
  },
  paymentsTitle: html`<b>Платежи</b>`,
  paymentTitle: (id: number) => html`<b>Платёж № ${id}</b>`,
  paymentLine: (price: string, provider: string, status: string) => `${price}, ${provider}, ${status}`,
  objectId: (id: string) => html`У провайдера: <code>${id}</code>`,
  orderLine: (id: number, status: string) => `Заказ № ${id}: ${status}`,
  filters: {
    all: 'Все',
    attention: 'Ждут решения',
    paid: 'Оплачены',
    refunded: 'Возвраты',
    disputed: 'Споры',
  },
  nonePaid: {
    all: 'Платежей пока нет.',
    attention: 'Ничего не ждёт решения.',
    paid: 'Оплаченных платежей нет.',
    refunded: 'Возвратов не было.',
    disputed: 'Споров нет.',
  },
  count: (count: string) => `Всего здесь: ${count}`,
  waiting: (count: string) => `⚠️ Ждут решения: ${count}`,
  find: 'Найти платёж',
  askPayment: html`<b>Поиск платежа</b>\n\nПришлите номер платежа, заказа или человека, @имя или то, как платёж называется у провайдера, например <code>cs_…</code> или <code>re_…</code>.`,
  found: (query: string, count: number) => html`По запросу «${query}» нашлось: ${count}`,
  foundNone: (query: string) => html`По запросу «${query}» ничего нет. Пришлите другой номер или @имя.`,
  person: 'Карточка человека',
  disputedState: 'оспорен',
  partState: 'возвращена часть',
  statuses: {
    creating: 'готовится',
    pending: 'ждёт оплаты',
    processing: 'в пути',
    paid: 'оплачен',
    failed: 'не прошёл',
    expired: 'не оплачен',
    refunded: 'возвращён',
    review: 'ждёт решения',
  },
  payer: (name: string, id: number) => `Человек: ${name === '' ? id : `${name}, ${id}`}`,
};
