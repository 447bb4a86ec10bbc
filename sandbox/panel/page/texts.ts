import type { PanelFaults } from '../faults.ts';

/** Faults that are on or off. */
export type Switch = Exclude<
  { [Name in keyof PanelFaults]: PanelFaults[Name] extends boolean ? Name : never }[keyof PanelFaults],
  undefined
>;

/** What the page says, in one language. */
export interface PageTexts {
  title: string;
  about: string;
  other: string;
  profile: string;
  quirks: Record<
    'marshmallow' | 'pydantic' | 'once-at-a-time' | 'never' | 'queued' | 'hard' | 'soft' | 'ghosts' | '401',
    string
  >;
  faults: string;
  on: string;
  off: string;
  turnOn: string;
  turnOff: string;
  heal: string;
  healthy: string;
  broken: (count: number) => string;
  switches: Record<Switch, readonly [name: string, hint: string]>;
  slow: readonly [name: string, hint: string];
  phantom: readonly [name: string, hint: string];
  seconds: (count: number) => string;
  none: string;
  users: (count: number) => string;
  noUsers: string;
  active: string;
  inactive: string;
  deleted: string;
  traffic: (used: string, limit: string) => string;
  days: (days: number, start: string | null) => string;
  cores: Record<'both' | 'xray' | 'singbox' | 'neither', string>;
  requests: (count: number) => string;
  noRequests: string;
  silence: string;
}

const en: PageTexts = {
  title: 'Stand-in panel',
  about: 'Behaves as a Hiddify panel of this version does. Nobody is connected to anything here.',
  other: 'Русский',
  profile: 'What this version does',
  quirks: {
    marshmallow: 'refuses unknown fields with 422 and wraps its own mistakes into 500',
    pydantic: 'ignores unknown fields and answers real 404 and 405',
    'once-at-a-time': 'loses an apply that falls into a running one',
    never: 'answers 200 and never tells its cores: nobody gets connected',
    queued: 'runs again for a change that falls into a running apply',
    hard: 'forgets a deleted user at once',
    soft: 'keeps deleted users, marked as such',
    ghosts: 'leaves a user “unknown” when a creation breaks off',
    '401': 'refuses a wrong key with 401',
  },
  faults: 'Break it',
  on: 'on',
  off: 'off',
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  heal: 'Mend everything',
  healthy: 'All is well.',
  broken: (count) => (count === 1 ? 'One thing is broken.' : `${count} things are broken.`),
  switches: {
    down: ['Does not answer', 'every connection is cut'],
    savesThen502: ['Saves and answers 502', 'done, but the caller cannot know'],
    savesThen500: ['Saves and answers 500', 'the text of an exception instead of the user'],
    hang: ['Saves and stays silent', 'until the caller gives up'],
    html: ['A website instead', 'HTML with 200, as behind a wrong address'],
    failBetweenCommits: ['Dies halfway', 'a creation leaves “unknown”, a change drops out of Xray'],
    emptyList: ['Says it is empty', 'the list answers “You have no user”'],
    proxyReplay: ['The proxy repeats', 'what ends with 500 reaches the panel four times'],
    roleBypass: ['Python 3.13', 'roles are not checked (before v13)'],
    wrongKey: ['Knows no key', 'everybody is refused'],
  },
  slow: ['Slow', 'beyond 50 s the proxy answers 504'],
  phantom: ['Hides users', 'this share of them looks deleted'],
  seconds: (count) => `${count} s`,
  none: 'no',
  users: (count) => `Users: ${count}`,
  noUsers: 'Nobody yet. Whoever is given access appears here.',
  active: 'active',
  inactive: 'inactive',
  deleted: 'deleted',
  traffic: (used, limit) => `${used} of ${limit} GB`,
  days: (days, start) =>
    `${days} ${days === 1 ? 'day' : 'days'} ${start === null ? 'from the first connection' : `from ${start}`}`,
  cores: {
    both: 'in Xray and sing-box',
    xray: 'in Xray, not in sing-box',
    singbox: 'still in sing-box',
    neither: 'in no core',
  },
  requests: (count) => `Requests: ${count}`,
  noRequests: 'None so far.',
  silence: 'none',
};

const ru: PageTexts = {
  title: 'Учебная панель',
  about: 'Ведёт себя как панель Hiddify этой версии. Подключить кого-то на самом деле она не может.',
  other: 'English',
  profile: 'Как ведёт себя эта версия',
  quirks: {
    marshmallow: 'на незнакомое поле отвечает 422, свои ошибки прячет в 500',
    pydantic: 'незнакомые поля пропускает, отвечает честными 404 и 405',
    'once-at-a-time': 'теряет применение, если прошлое ещё идёт',
    never: 'отвечает 200 и ничего не передаёт ядрам: никто не подключится',
    queued: 'повторит применение, если правка попала в идущее',
    hard: 'удалённого забывает сразу',
    soft: 'удалённых хранит с пометкой',
    ghosts: 'если создание оборвалось, оставляет «unknown»',
    '401': 'на неверный ключ отвечает 401',
  },
  faults: 'Сломать',
  on: 'включено',
  off: 'выключено',
  turnOn: 'Включить',
  turnOff: 'Выключить',
  heal: 'Починить всё',
  healthy: 'Всё исправно.',
  broken: (count) => `Неисправностей: ${count}.`,
  switches: {
    down: ['Не отвечает', 'любое соединение обрывается'],
    savesThen502: ['Сохраняет и отвечает 502', 'сделано, но узнать об этом нельзя'],
    savesThen500: ['Сохраняет и отвечает 500', 'вместо пользователя текст исключения'],
    hang: ['Сохраняет и молчит', 'пока не надоест ждать'],
    html: ['Вместо панели сайт', 'HTML с кодом 200, как по неверному адресу'],
    failBetweenCommits: ['Падает на полпути', 'после создания остаётся «unknown», после правки нет в Xray'],
    emptyList: ['Говорит, что пуста', 'список отвечает «You have no user»'],
    proxyReplay: ['Прокси повторяет', 'запрос с ответом 500 приходит четыре раза'],
    roleBypass: ['Python 3.13', 'права не проверяются (до v13)'],
    wrongKey: ['Не узнаёт ключи', 'отказывает всем'],
  },
  slow: ['Медлит', 'дольше 50 с: прокси ответит 504'],
  phantom: ['Прячет людей', 'эта доля выглядит удалённой'],
  seconds: (count) => `${count} с`,
  none: 'нет',
  users: (count) => `Пользователи: ${count}`,
  noUsers: 'Пока никого. Здесь появится каждый, кому дали доступ.',
  active: 'работает',
  inactive: 'не работает',
  deleted: 'удалён',
  traffic: (used, limit) => `${used} из ${limit} ГБ`,
  days: (days, start) =>
    `дней: ${days}, ${start === null ? 'с первого подключения' : `с ${start.split('-').toReversed().join('.')}`}`,
  cores: {
    both: 'есть в Xray и sing-box',
    xray: 'есть в Xray, нет в sing-box',
    singbox: 'ещё есть в sing-box',
    neither: 'нет ни в одном ядре',
  },
  requests: (count) => `Запросы: ${count}`,
  noRequests: 'Ещё не было.',
  silence: 'нет',
};

export const pageTexts = { ru, en };
export type PageLanguage = keyof typeof pageTexts;
