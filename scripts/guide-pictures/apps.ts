import type { Frame } from './frames.ts';
import { header, row } from './frames.ts';
import { bars, box, button, label, mark, type Rect } from './kit.ts';
import {
  bar,
  done,
  grey,
  listAndCorner,
  listAndPower,
  menuBar,
  plusAndMenu,
  plusAt,
  round,
  switchAndList,
  tabsOf,
  tileOf,
  v2raynList,
} from './app-parts.ts';
import type { Words } from './words.ts';

export type AppName = 'hiddify' | 'happ' | 'streisand' | 'v2box' | 'v2rayng' | 'v2rayn';

interface Look {
  title: string;
  accent: string;
  /** On what it is offered. */
  forms: readonly ('phone' | 'desktop')[];
  /** The screen on which the link is pasted; taps are counted from `first`. */
  paste(frame: Frame, words: Words, given: { first: number; what: 'subscription' | 'key' }): string;
  /** The screen on which the connection is switched on, before the tap and after it. */
  connect(frame: Frame, words: Words): string;
  connected(frame: Frame, words: Words): string;
}

/** The apps as far as a beginner has to find something in them; schemes of ours, no copies of screens. */
export const looks: Readonly<Record<AppName, Look>> = {
  hiddify: {
    title: 'Hiddify',
    accent: '#455fe9',
    forms: ['phone', 'desktop'],
    paste(frame, words, { first }) {
      const { x, y, w, h } = frame.inner;
      const plus = plusAt(frame);
      const sheet = { x, y: y + h - 210, w, h: 210 };
      const third = (w - 24) / 3;
      const tile = (index: number): Rect => ({
        x: x + 6 + index * (third + 6),
        y: sheet.y + 60,
        w: third,
        h: 110,
      });
      const titles = [words.hiddify.scan, words.fromClipboard.hiddify, words.hiddify.manually];
      return (
        bar(frame, 'Hiddify', this.accent) +
        bars({ x: x + 24, y: y + 90, w: w - 48 }, 3) +
        box(sheet, { r: 20, fill: '#e2e8f0' }) +
        label([x + 18, sheet.y + 38], words.hiddify.addProfile, { size: 20, bold: true, width: w - 40 }) +
        titles.map((title, index) => tileOf(tile(index), title, index === 1)).join('') +
        mark(plus, first, 'below') +
        mark(tile(1), first + 1, 'above')
      );
    },
    connect: (frame, words) => round(frame, { words, title: 'Hiddify', accent: '#455fe9', isOn: false }),
    connected: (frame, words) => round(frame, { words, title: 'Hiddify', accent: '#455fe9', isOn: true }),
  },
  happ: {
    title: 'Happ',
    accent: '#0f766e',
    forms: ['phone', 'desktop'],
    paste(frame, words, { first }) {
      const { x, y, w, h } = frame.inner;
      const item = { x: x + 24, y: y + h - 86, w: w - 48, h: 52 };
      return (
        bar(frame, 'Happ', this.accent) +
        bars({ x: x + 24, y: y + 90, w: w - 48 }, 3) +
        button(item, words.fromClipboard.happ, { fill: this.accent }) +
        mark(item, first, 'above')
      );
    },
    connect: (frame, words) => listAndPower(frame, { words, title: 'Happ', accent: '#0f766e', isOn: false }),
    connected: (frame, words) => listAndPower(frame, { words, title: 'Happ', accent: '#0f766e', isOn: true }),
  },
  streisand: {
    title: 'Streisand',
    accent: '#7c3aed',
    forms: ['phone', 'desktop'],
    paste: (frame, words, { first }) =>
      plusAndMenu(frame, {
        title: 'Streisand',
        accent: '#7c3aed',
        item: words.fromClipboard.streisand,
        first,
      }),
    connect: (frame, words) => switchAndList(frame, words, false),
    connected: (frame, words) => switchAndList(frame, words, true),
  },
  v2box: {
    title: 'V2Box',
    accent: '#0369a1',
    forms: ['phone'],
    paste(frame, words, { first }) {
      const tabs = tabsOf(frame, 1);
      return (
        plusAndMenu(frame, { title: 'V2Box', accent: '#0369a1', item: words.v2boxAdd, first: first + 1 }) +
        tabs.svg +
        mark(tabs.at(1), first, 'above')
      );
    },
    connect(frame, words) {
      const { x, y, w } = frame.inner;
      const [tabs, go] = [tabsOf(frame, 0), { x: x + 40, y: y + 250, w: w - 80, h: 60 }];
      return (
        header(frame, 'V2Box', this.accent) +
        row({ x: x + 20, y: y + 90, w: w - 40, h: 56 }, words.server(1), '#dbeafe') +
        button(go, 'Tap to connect', { fill: this.accent }) +
        tabs.svg +
        mark(tabs.at(0), 1, 'above') +
        mark(go, 2, 'below')
      );
    },
    connected: (frame, words) =>
      header(frame, 'V2Box', '#0369a1') + done(frame, words) + tabsOf(frame, 0).svg,
  },
  v2rayng: {
    title: 'v2rayNG',
    accent: '#3f51b5',
    forms: ['phone'],
    paste: (frame, words, { first }) =>
      plusAndMenu(frame, { title: 'v2rayNG', accent: '#3f51b5', item: words.fromClipboard.v2rayng, first }),
    connect: (frame, words) => listAndCorner(frame, words, false),
    connected: (frame, words) => listAndCorner(frame, words, true),
  },
  v2rayn: {
    title: 'v2rayN',
    accent: '#1e40af',
    forms: ['desktop'],
    paste(frame, words, { first, what }) {
      const { x, y, w, h } = frame.inner;
      const list = { x: x + 16, y: y + 196, w: w - 32, h: h - 220 };
      const group = { x: x + 130, y: y + 4, w: 190, h: 34 };
      const item = { x: group.x, y: group.y + 42, w: Math.min(330, w - 150), h: 40 };
      const keys = { x: list.x + list.w / 2 - 80, y: list.y + list.h / 2 - 4, w: 160, h: 50 };
      return (
        menuBar(frame, words) +
        (what === 'subscription' ? row(item, words.v2rayn.update, '#e2e8f0') : '') +
        box(list, { r: 8, fill: '#f8fafc', stroke: '#cbd5e1' }) +
        label([list.x + 16, list.y + 32], words.v2rayn.list, { size: 18, fill: grey }) +
        button(keys, 'Ctrl + V', { fill: '#334155' }) +
        mark(keys, first, 'below') +
        (what === 'subscription' ? mark(item, first + 1, 'below') : '')
      );
    },
    connect: (frame, words) => v2raynList(frame, words, false),
    connected: (frame, words) => v2raynList(frame, words, true),
  },
};
