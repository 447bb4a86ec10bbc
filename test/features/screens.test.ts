import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Button, createButtonCodec } from '../../src/telegram/screens/buttons.ts';
import type { Screen } from '../../src/telegram/screens/screen.ts';
import { formatCaption, formatMessageText } from '@hiddify-vpn-bot/sandbox/telegram/rules/format-text.ts';
import { createVoices, type Language, languages, type Voice } from '../../src/texts/voice.ts';
import { catalogue, hostileNames } from './catalogue.ts';

const root = path.resolve(import.meta.dirname, '../..');
const sources = globSync('src/**/*.ts', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(path.join(root, file), 'utf8'),
}));

const voices = createVoices('Europe/Moscow');
const codec = createButtonCodec('key', 1_000_001);
/** An update's number has 31 bits. */
const largestQuestion = (2 ** 31 - 1).toString(36);
const largestId = 2 ** 52 - 1;

const buttonsOf = (screen: Screen): Button[] => (screen.buttons ?? []).flat();

/** As Telegram reads it: throws for broken markup and for what is too long. */
function read(screen: Screen): string {
  const source = { text: screen.text.html, parseMode: 'HTML' };
  const hasFile = screen.photo !== undefined || screen.document !== undefined;
  return (hasFile ? formatCaption(source) : formatMessageText(source)).text;
}

function problemsOfText(screen: Screen): string[] {
  try {
    return /undefined|NaN|\[object|Invalid Date|Infinity|∞/.test(read(screen))
      ? [`odd: ${read(screen)}`]
      : [];
  } catch (error) {
    return [`${String(error)}: ${screen.text.html.slice(0, 200)}`];
  }
}

function problemsOf(button: Button): string[] {
  const { label } = button;
  const length = Array.from(label).length;
  return [
    ...(length === 0 || label.trim() === '' ? ['an empty label'] : []),
    ...(length > 40 ? [`a label of ${length} characters: ${label}`] : []),
    ...(label.isWellFormed() ? [] : ['half a character']),
    ...(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(label)
      ? [`control characters: ${JSON.stringify(label)}`]
      : []),
    ...('url' in button && !URL.canParse(button.url) ? [`no address: ${button.url}`] : []),
    ...('copy' in button && (button.copy === '' || button.copy.length > 256) ? ['too much to copy'] : []),
    ...('action' in button && Buffer.byteLength(codec.encode(button.action, largestId, largestQuestion)) > 64
      ? ['over 64 bytes']
      : []),
  ];
}

it('every screen there is stands in the catalogue', () => {
  const screens = sources.filter(({ file }) => file.endsWith('screens.ts'));
  const exported = screens.flatMap(({ text }) =>
    [...text.matchAll(/^export function (\w+(?:Screen|Question|Message))\(/gm)].map(
      (match) => match[1] ?? '',
    ),
  );
  expect(exported.length).toBeGreaterThan(20);
  expect(exported.filter((name) => !(name in catalogue) && name !== 'questionScreen')).toEqual([]);
});

/** Words in quotes that are no button of ours: apps' and Telegram's own, examples, states, what a comment on a panel says. */
const notOurs: Readonly<Record<Language, readonly string[]>> = {
  ru: [
    'Сканировать QR-код',
    'Заплатить',
    'Старт',
    'Месяц',
    'Ждут передачи',
    'выключен на сервере',
    'unknown',
  ],
  en: ['Scan QR code', 'Waiting changes', 'switched off on the server', 'unknown'],
};

/** Everything in quotes in the texts, but for the guides, which quote the apps. */
function quotedIn(texts: unknown, quotes: RegExp): string[] {
  if (typeof texts === 'function') return quotedIn(String(texts), quotes);
  if (typeof texts === 'string')
    return [...texts.matchAll(quotes)].flatMap(([, words = '']) => (words.includes('${') ? [] : words));
  if (typeof texts !== 'object' || texts === null) return [];
  if ('html' in texts) return quotedIn(texts.html, quotes);
  return Object.entries(texts).flatMap(([name, inner]) => (name === 'guides' ? [] : quotedIn(inner, quotes)));
}

const looked = new Set<string>();

/** Most screens name nobody: what has been looked at is right whatever the name. */
function isNew(screen: Screen): boolean {
  const { text, buttons, photo, document } = screen;
  const drawn = JSON.stringify([text, buttons, photo === undefined, document === undefined], (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  if (looked.has(drawn)) return false;
  looked.add(drawn);
  return true;
}

describe.each(languages)('in %s', (language) => {
  const voice: Voice = voices[language];

  it('a button is called what the texts call it', () => {
    const bare = (text: string) => text.replace(/[^\p{L}\p{N} ,-]/gu, '').trim();
    const labels = Object.values(catalogue)
      .flatMap((make) => make(voice, 'Анна'))
      .flatMap(buttonsOf)
      .map(({ label }) => bare(label));
    const quoted = quotedIn(voice.t, language === 'ru' ? /«([^»]+)»/g : /“([^”]+)”/g);
    expect(quoted.length).toBeGreaterThan(15);
    const named = quoted.filter((words) => !notOurs[language].includes(words));
    expect(named.filter((words) => !labels.some((label) => label.startsWith(bare(words))))).toEqual([]);
  });

  it.each(Object.keys(hostileNames) as (keyof typeof hostileNames)[])(
    'a name or text with “%s” breaks no screen, no button and no limit',
    (kind) => {
      const problems = Object.entries(catalogue).flatMap(([name, make]) =>
        make(voice, hostileNames[kind])
          .filter(isNew)
          .flatMap((screen) =>
            [...problemsOfText(screen), ...buttonsOf(screen).flatMap(problemsOf)].map(
              (one) => `${name}: ${one}`,
            ),
          ),
      );
      expect([...new Set(problems)]).toEqual([]);
    },
  );

  it('no word of a button is wider than its place in a row on a phone', () => {
    const crowded = Object.entries(catalogue).flatMap(([name, make]) =>
      make(voice, 'Анна')
        .flatMap(({ buttons = [] }) => buttons)
        .filter((row) => row.length > 2)
        .flatMap((row) => row.flatMap(({ label }) => label.split(/[ -]/)))
        .filter((word) => word.length > (/[а-яё]/i.test(word) ? 7 : 9))
        .map((word) => `${name}: ${word}`),
    );
    expect([...new Set(crowded)]).toEqual([]);
  });

  it('every paragraph begins as a sentence does', () => {
    const begun = Object.entries(catalogue).flatMap(([name, make]) =>
      make(voice, 'Анна')
        .flatMap((screen) => read(screen).split('\n\n'))
        .filter((paragraph) => /^\p{Ll}/u.test(paragraph) && !/^(iPhone|v2ray|uuid)/.test(paragraph))
        .map((paragraph) => `${name}: ${paragraph.slice(0, 60)}`),
    );
    expect([...new Set(begun)]).toEqual([]);
  });

  it('whose traffic or time is over is first offered to buy, or to try', () => {
    const said =
      language === 'ru' ? /[Тт]рафик закончился|акончилась|Доступ закончился/ : /raffic is used up|nded/;
    const shown = ['homeScreen', 'subscriptionScreen']
      .flatMap((name) => catalogue[name]?.(voice, 'Анна') ?? [])
      .filter((screen) => said.test(read(screen)));
    expect(shown.length).toBeGreaterThan(10);
    const coloured = shown.map((screen) =>
      buttonsOf(screen).flatMap((button, at) => ('style' in button ? [{ at, label: button.label }] : [])),
    );
    const nextSteps = [voice.t.shop.buy, voice.t.home.trial];
    expect(
      coloured.filter(
        ([one, ...others]) => one?.at !== 0 || others.length > 0 || !nextSteps.includes(one.label),
      ),
    ).toEqual([]);
  });

  it('what somebody calls themselves is shown as they wrote it, and is never markup', () => {
    const [card] = catalogue['cardScreen']?.(voice, '<b>&"') ?? [];
    expect(read(card as Screen)).toContain('<b>&" <b>&"');
  });

  it('every refusal has a sentence short enough to pass by', () => {
    const limits = { way: 'card', leastMinor: 5_000, mostMinor: 99_999_999, currency: 'RUB' };
    const details = { minutes: 10, count: 10, people: 100, most: 10, ...limits };
    const unfit = Object.values(voice.t.refusals)
      .map((sentence) => sentence(details))
      .filter(({ length }) => length < 10 || length > 200);
    expect(unfit).toEqual([]);
  });
});

/** But for where a language is chosen, and the example of a Russian name. */
it('nothing in English is written in Russian', () => {
  const russian = Object.entries(catalogue).flatMap(([name, make]) =>
    make(voices.en, 'Anna')
      .flatMap((screen) => [read(screen), ...buttonsOf(screen).map(({ label }) => label)])
      .flatMap((text) => text.match(/[А-Яа-яЁё№«][^\n]{0,40}/g) ?? [])
      .filter((words) => !/^(Язык|Выберите язык\.|Русский|Месяц\.)$/.test(words))
      .map((words) => `${name}: ${words}`),
  );
  expect([...new Set(russian)]).toEqual([]);
});

it('every sentence of a refusal is one that somebody can hear', () => {
  const said = new Set(
    sources
      .filter(({ file }) => !file.endsWith('refusals.ts'))
      .flatMap(({ text }) => text.match(/(?<=')[a-z]+(?:[.-][a-z]+)+(?=')/g) ?? []),
  );
  expect(said.size).toBeGreaterThan(80);
  expect(Object.keys(voices.ru.t.refusals).filter((code) => !said.has(code))).toEqual([]);
});
