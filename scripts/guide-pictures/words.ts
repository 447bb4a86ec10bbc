/** What stands on the drawn buttons: the apps' own words where their sources tell them. */
export interface Words {
  bot: string;
  download: string;
  open: string;
  copied: string;
  store: { appStore: string; googlePlay: string };
  get: { appStore: string; googlePlay: string };
  addSubscription: string;
  add: string;
  added: string;
  fromClipboard: { hiddify: string; happ: string; streisand: string; v2box: string; v2rayng: string };
  hiddify: { scan: string; manually: string; addProfile: string };
  v2boxAdd: string;
  v2rayn: { servers: string; groups: string; update: string; list: string; proxy: string; tun: string };
  server: (number: number) => string;
  tapToConnect: string;
  connected: string;
  allow: {
    question: { ios: string; android: string; windows: string; macos: string; linux: string };
    yes: { ios: string; android: string; windows: string; macos: string; linux: string };
    no: string;
    password: string;
  };
  works: string;
}

export const words: Readonly<Record<'ru' | 'en', Words>> = {
  ru: {
    bot: 'Бот',
    download: 'Скачать …',
    open: 'Открыть …',
    copied: 'Скопировано',
    store: { appStore: 'App Store', googlePlay: 'Google Play' },
    get: { appStore: 'Загрузить', googlePlay: 'Установить' },
    addSubscription: 'Добавить подписку?',
    add: 'Добавить',
    added: 'Подписка добавлена',
    fromClipboard: {
      hiddify: 'Буфер обмена',
      happ: 'Из буфера обмена',
      streisand: 'Из буфера обмена',
      v2box: 'Импорт из буфера',
      v2rayng: 'Импорт из буфера обмена',
    },
    hiddify: { scan: 'Сканировать QR', manually: 'Вручную', addProfile: 'Добавить профиль' },
    v2boxAdd: 'Add subscription',
    v2rayn: {
      servers: 'Серверы',
      groups: 'Группа подписки',
      update: 'Обновить все подписки без прокси',
      list: 'Список серверов',
      proxy: 'Установить системный прокси',
      tun: 'Включить TUN',
    },
    server: (number) => `Сервер ${number}`,
    tapToConnect: 'Нажмите для подключения',
    connected: 'Подключено',
    allow: {
      question: {
        ios: 'Добавить конфигурации VPN?',
        android: 'Запрос на подключение VPN',
        windows: 'Разрешить программе изменения?',
        macos: 'Добавить конфигурации VPN?',
        linux: 'Требуется пароль',
      },
      yes: { ios: 'Разрешить', android: 'ОК', windows: 'Да', macos: 'Разрешить', linux: 'Подтвердить' },
      no: 'Нет',
      password: 'Пароль',
    },
    works: 'Сайт открылся',
  },
  en: {
    bot: 'Bot',
    download: 'Download …',
    open: 'Open …',
    copied: 'Copied',
    store: { appStore: 'App Store', googlePlay: 'Google Play' },
    get: { appStore: 'Get', googlePlay: 'Install' },
    addSubscription: 'Add subscription?',
    add: 'Add',
    added: 'Subscription added',
    fromClipboard: {
      hiddify: 'Clipboard',
      happ: 'From clipboard',
      streisand: 'From clipboard',
      v2box: 'Import from clipboard',
      v2rayng: 'Import from Clipboard',
    },
    hiddify: { scan: 'Scan QR', manually: 'Manually', addProfile: 'Add profile' },
    v2boxAdd: 'Add subscription',
    v2rayn: {
      servers: 'Configuration',
      groups: 'Subscription Group',
      update: 'Update subscriptions without proxy',
      list: 'List of servers',
      proxy: 'Set system proxy',
      tun: 'Enable Tun',
    },
    server: (number) => `Server ${number}`,
    tapToConnect: 'Tap to connect',
    connected: 'Connected',
    allow: {
      question: {
        ios: 'Add VPN configurations?',
        android: 'Connection request',
        windows: 'Allow this app to make changes?',
        macos: 'Add VPN configurations?',
        linux: 'Password required',
      },
      yes: { ios: 'Allow', android: 'OK', windows: 'Yes', macos: 'Allow', linux: 'Authenticate' },
      no: 'No',
      password: 'Password',
    },
    works: 'The site opens',
  },
};
