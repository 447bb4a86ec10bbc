import { type AppName, looks } from './apps.ts';
import { chat, chatLink, type Frame, header, phone, row, window } from './frames.ts';
import { bars, box, button, disc, drawing, heading, label, mark, onward, type Rect, tick } from './kit.ts';
import type { Words } from './words.ts';

type Scene = (words: Words) => string;
type Form = 'phone' | 'desktop';

const green = '#16a34a';
const apps = Object.keys(looks) as AppName[];

/** The chat on the left and, beside it, where the person goes from there. */
function sides(form: Form): { left: Frame; right: Frame } {
  if (form === 'phone') return { left: phone('left'), right: phone('right') };
  return {
    left: window({ x: 40, y: 130, w: 300, h: 460 }, 'Telegram'),
    right: window({ x: 380, y: 90, w: 540, h: 540 }, ''),
  };
}

const whole = (form: Form, title: string): Frame =>
  form === 'phone' ? phone('middle') : window({ x: 130, y: 90, w: 700, h: 540 }, title);

const titled = (frame: Frame, form: Form, title: string): Frame =>
  form === 'phone' ? frame : window(frame.outer, title);

/** The bot's message with one of its buttons to tap. */
function chatTap(frame: Frame, words: Words, { text, number }: { text: string; number: number }): string {
  const { svg, buttons } = chat(frame, words.bot);
  return frame.svg + svg + button(buttons(0), text, { fill: '#3390ec' }) + mark(buttons(0), number, 'below');
}

function installFromStore(store: 'appStore' | 'googlePlay', form: Form): Scene {
  return (words) => {
    const { left, right } = sides(form);
    const frame = titled(right, form, words.store[store]);
    const { x, y, w } = frame.inner;
    const get = { x: x + 130, y: y + 132, w: Math.min(w - 154, 180), h: 48 };
    return drawing([
      chatTap(left, words, { text: words.download, number: 1 }),
      form === 'phone' ? onward() : '',
      frame.svg,
      form === 'phone' ? header(frame, words.store[store], store === 'appStore' ? '#0a84ff' : '#0f9d58') : '',
      box({ x: x + 24, y: y + 80, w: 92, h: 92 }, { r: 22, fill: '#94a3b8' }),
      bars({ x: x + 130, y: y + 90, w: w - 160 }, 2),
      button(get, words.get[store], { fill: store === 'appStore' ? '#0a84ff' : '#0f9d58', r: 24 }),
      bars({ x: x + 24, y: y + 300, w: w - 48 }, 5),
      mark(get, 2, 'below'),
    ]);
  };
}

function installFromGitHub(form: Form, files: readonly string[], chosen: number): Scene {
  return (words) => {
    const { left, right } = sides(form);
    const frame = titled(right, form, 'GitHub');
    const { x, y, w } = frame.inner;
    const file = (index: number): Rect => ({ x: x + 20, y: y + 164 + index * 92, w: w - 40, h: 52 });
    return drawing([
      chatTap(left, words, { text: words.download, number: 1 }),
      form === 'phone' ? onward() : '',
      frame.svg,
      form === 'phone' ? header(frame, 'GitHub', '#24292f') : '',
      label([x + 20, y + 120], 'Assets', { size: 26, bold: true }),
      ...files.map((name, index) => row(file(index), name, index === chosen ? '#dcfce7' : '#f1f5f9')),
      mark(file(chosen), 2, 'below'),
    ]);
  };
}

function openByTap(form: Form): Scene {
  return (words) => {
    const { left, right } = sides(form);
    const { x, y, w, h } = right.inner;
    const dialog = { x: x + 16, y: y + h / 2 - 110, w: w - 32, h: 180 };
    const yes = { x: dialog.x + dialog.w / 2 - 80, y: dialog.y + 96, w: 160, h: 54 };
    return drawing([
      chatTap(left, words, { text: words.open, number: 1 }),
      form === 'phone' ? onward() : '',
      right.svg,
      bars({ x: x + 24, y: y + 60, w: w - 48 }, 3),
      box(dialog, { r: 18, fill: '#f8fafc', stroke: '#94a3b8' }),
      heading([dialog.x + dialog.w / 2, dialog.y + 50], words.addSubscription, { width: dialog.w - 24 }),
      button(yes, words.add, { fill: green }),
      mark(yes, 2, 'below'),
    ]);
  };
}

function paste(app: AppName, form: Form, what: 'subscription' | 'key' = 'subscription'): Scene {
  return (words) => {
    const { left, right } = sides(form);
    const frame = titled(right, form, looks[app].title);
    const { svg, link } = chat(left, words.bot);
    return drawing([
      left.svg,
      svg,
      chatLink(link),
      mark(link, 1, 'below'),
      form === 'phone' ? onward(420) : '',
      frame.svg,
      looks[app].paste(frame, words, { first: 2, what }),
    ]);
  };
}

function connect(app: AppName, form: Form): Scene {
  return (words) => {
    if (form === 'desktop') {
      const frame = whole('desktop', looks[app].title);
      return drawing([frame.svg, looks[app].connect(frame, words)]);
    }
    const { left, right } = sides('phone');
    return drawing([
      left.svg,
      looks[app].connect(left, words),
      onward(),
      right.svg,
      looks[app].connected(right, words),
    ]);
  };
}

function allow(platform: keyof Words['allow']['yes']): Scene {
  const form = platform === 'ios' || platform === 'android' ? 'phone' : 'desktop';
  return (words) => {
    const frame = whole(form, '');
    const { x, y, w, h } = frame.inner;
    const dialog = {
      x: x + w / 2 - Math.min(230, w / 2 - 14),
      y: y + h / 2 - 140,
      w: Math.min(460, w - 28),
      h: 240,
    };
    const isAsked = platform === 'linux' || platform === 'macos';
    const half = (dialog.w - 60) / 2;
    const no = { x: dialog.x + 20, y: dialog.y + 156, w: half, h: 54 };
    const yes = { ...no, x: no.x + half + 20 };
    const field = { x: dialog.x + 20, y: dialog.y + 84, w: dialog.w - 40, h: 46 };
    return drawing([
      frame.svg,
      bars({ x: x + 30, y: y + 40, w: w - 60 }, 3),
      box(dialog, { r: 20, fill: '#f8fafc', stroke: '#64748b' }),
      heading([dialog.x + dialog.w / 2, dialog.y + 50], words.allow.question[platform], {
        width: dialog.w - 30,
      }),
      isAsked
        ? box(field, { r: 8, fill: '#ffffff', stroke: '#94a3b8' }) +
          label([field.x + 14, field.y + 31], `${words.allow.password}: ••••••`, {
            size: 19,
            fill: '#64748b',
          })
        : bars({ x: field.x + 20, y: field.y + 12, w: field.w - 40 }, 2),
      button(no, words.allow.no, { fill: '#e2e8f0', ink: '#334155' }),
      button(yes, words.allow.yes[platform], { fill: '#2563eb' }),
      mark(yes, 1, 'below'),
    ]);
  };
}

function check(form: Form): Scene {
  return (words) => {
    const frame = whole(form, '');
    const { x, y, w, h } = frame.inner;
    const address = { x: x + 60, y: y + 14, w: w - 80, h: 44 };
    return drawing([
      frame.svg,
      disc([x + 32, y + 36], 20, { fill: green, sign: '✓' }),
      box(address, { r: 22, fill: '#f1f5f9', stroke: '#94a3b8' }),
      label([address.x + 20, address.y + 29], 'https://…', { size: 19, fill: '#475569' }),
      box({ x: x + 24, y: y + 82, w: w - 48, h: h * 0.3 }, { r: 14, fill: '#dbeafe' }),
      tick([x + w / 2, y + 82 + h * 0.15], Math.min(60, h * 0.12)),
      label([x + w / 2, y + 82 + h * 0.3 + 56], words.works, {
        size: 28,
        bold: true,
        fill: green,
        anchor: 'middle',
        width: w - 40,
      }),
      bars({ x: x + 30, y: y + 82 + h * 0.3 + 100, w: w - 60 }, 5),
    ]);
  };
}

/** Every drawing by its name; the names are those that the guides ask for. */
export const scenes: Readonly<Record<string, Scene>> = {
  'install-app-store-phone': installFromStore('appStore', 'phone'),
  'install-app-store-desktop': installFromStore('appStore', 'desktop'),
  'install-google-play-phone': installFromStore('googlePlay', 'phone'),
  'install-github-android': installFromGitHub(
    'phone',
    ['…-arm64-v8a.apk', '…-universal.apk', '…-x86_64.apk'],
    1,
  ),
  'install-github-windows': installFromGitHub(
    'desktop',
    ['….dmg', '…windows….exe  (….zip)', '….AppImage'],
    1,
  ),
  'install-github-macos': installFromGitHub('desktop', ['….exe', '…macos….dmg', '….AppImage'], 1),
  'install-github-linux': installFromGitHub('desktop', ['….exe', '…linux….AppImage  (….deb)', '….dmg'], 1),
  'paste-v2rayn-key': paste('v2rayn', 'desktop', 'key'),
  'open-phone': openByTap('phone'),
  'open-desktop': openByTap('desktop'),
  ...Object.fromEntries(
    apps.flatMap((app) =>
      looks[app].forms.flatMap((form) => [
        [`paste-${app}-${form}`, paste(app, form)],
        [`connect-${app}-${form}`, connect(app, form)],
      ]),
    ),
  ),
  ...Object.fromEntries(
    (['ios', 'android', 'windows', 'macos', 'linux'] as const).map((platform) => [
      `allow-${platform}`,
      allow(platform),
    ]),
  ),
  'check-phone': check('phone'),
  'check-desktop': check('desktop'),
};
