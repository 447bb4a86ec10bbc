import { type Frame, header, row } from './frames.ts';
import { bars, box, button, disc, label, mark, power, type Rect, tick } from './kit.ts';
import type { Words } from './words.ts';

export const grey = '#64748b';
const green = '#16a34a';

export const plusAt = ({ inner }: Frame): Rect => ({
  x: inner.x + inner.w - 52,
  y: inner.y + 6,
  w: 40,
  h: 40,
});

/** The bar with the app's name, and the plus at its right end. */
export function bar(frame: Frame, title: string, accent: string): string {
  const plus = plusAt(frame);
  const sign = disc([plus.x + 20, plus.y + 20], 18, { fill: '#ffffff', sign: '+', ink: accent });
  return header(frame, title, accent) + sign;
}

export function tileOf(at: Rect, title: string, isChosen: boolean): string {
  const parts = title.split(' ');
  const lines = parts.length > 1 ? [parts[0] ?? '', parts.slice(1).join(' ')] : [title];
  return (
    box(at, { r: 14, fill: '#ffffff' }) +
    lines
      .map((line, index) =>
        label([at.x + at.w / 2, at.y + 52 + index * 26], line, {
          size: 17,
          bold: isChosen,
          anchor: 'middle',
          width: at.w - 4,
        }),
      )
      .join('')
  );
}

export function plusAndMenu(
  frame: Frame,
  { title, accent, item, first }: { title: string; accent: string; item: string; first: number },
): string {
  const { x, y, w } = frame.inner;
  const plus = plusAt(frame);
  const width = Math.min(w - 40, 290);
  const menu = { x: x + w - width - 14, y: y + 124, w: width, h: 164 };
  const chosen = { x: menu.x + 10, y: menu.y + 56, w: menu.w - 20, h: 48 };
  return (
    bar(frame, title, accent) +
    box(menu, { r: 14, fill: '#ffffff', stroke: '#94a3b8' }) +
    bars({ x: menu.x + 22, y: menu.y + 24, w: menu.w - 120 }, 1) +
    row(chosen, item, '#e2e8f0') +
    bars({ x: menu.x + 22, y: menu.y + 130, w: menu.w - 140 }, 1) +
    mark(plus, first, 'left') +
    mark(chosen, first + 1, 'below')
  );
}

interface State {
  words: Words;
  title: string;
  accent: string;
  isOn: boolean;
}

export function round(frame: Frame, { words, title, accent, isOn }: State): string {
  const { x, y, w, h } = frame.inner;
  const middle = [x + w / 2, y + h / 2 - 10] as const;
  const radius = Math.min(84, h / 5);
  const at = { x: middle[0] - radius, y: middle[1] - radius, w: radius * 2, h: radius * 2 };
  return (
    bar(frame, title, accent) +
    power(middle, radius, isOn ? green : accent) +
    label([middle[0], middle[1] + radius + (isOn ? 44 : 130)], isOn ? words.connected : words.tapToConnect, {
      size: 21,
      bold: isOn,
      fill: isOn ? green : grey,
      anchor: 'middle',
      width: w - 30,
    }) +
    (isOn ? tick([middle[0] + radius * 0.8, middle[1] - radius * 0.8], 30) : mark(at, 1, 'below'))
  );
}

export function listAndPower(frame: Frame, { words, title, accent, isOn }: State): string {
  const { x, y, w, h } = frame.inner;
  const server = { x: x + 24, y: y + h - 130, w: w - 48, h: 54 };
  const radius = Math.min(72, h / 7);
  const middle = [x + w / 2, y + 76 + radius] as const;
  const at = { x: middle[0] - radius, y: middle[1] - radius, w: radius * 2, h: radius * 2 };
  return (
    bar(frame, title, accent) +
    power(middle, radius, isOn ? green : grey) +
    row(server, words.server(1), '#ccfbf1') +
    row({ ...server, y: server.y + 64 }, words.server(2)) +
    (isOn
      ? connectedLabel(frame, middle[1] + radius + 40, words)
      : mark(server, 1, 'above') + mark(at, 2, 'right'))
  );
}

function connectedLabel({ inner }: Frame, y: number, words: Words): string {
  return label([inner.x + inner.w / 2, y], words.connected, {
    size: 24,
    bold: true,
    fill: green,
    anchor: 'middle',
  });
}

export function switchAndList(frame: Frame, words: Words, isOn: boolean): string {
  const { x, y, w } = frame.inner;
  const toggle = { x: x + w - 100, y: y + 80, w: 76, h: 40 };
  const server = { x: x + 20, y: y + 240, w: w - 40, h: 56 };
  const knob = isOn ? toggle.x + 56 : toggle.x + 20;
  return (
    bar(frame, 'Streisand', '#7c3aed') +
    bars({ x: x + 24, y: y + 94, w: w - 180 }, 1) +
    box(toggle, { r: 20, fill: isOn ? green : '#cbd5e1' }) +
    `<circle cx='${knob}' cy='${toggle.y + 20}' r='16' fill='#ffffff'/>` +
    row(server, words.server(1), '#ede9fe') +
    row({ ...server, y: server.y + 68 }, words.server(2)) +
    (isOn ? connectedLabel(frame, toggle.y + 96, words) : mark(server, 1, 'above') + mark(toggle, 2, 'left'))
  );
}

export function listAndCorner(frame: Frame, words: Words, isOn: boolean): string {
  const { x, y, w, h } = frame.inner;
  const server = { x: x + 20, y: y + 74, w: w - 40, h: 56 };
  const middle = [x + w - 56, y + h - 56] as const;
  const at = { x: middle[0] - 38, y: middle[1] - 38, w: 76, h: 76 };
  return (
    bar(frame, 'v2rayNG', '#3f51b5') +
    row(server, words.server(1), '#e0e7ff') +
    box({ x: server.x, y: server.y + 8, w: 6, h: 40 }, { r: 3, fill: '#3f51b5' }) +
    row({ ...server, y: server.y + 68 }, words.server(2)) +
    `<circle cx='${middle[0]}' cy='${middle[1]}' r='38' fill='${isOn ? green : grey}'/>` +
    `<path d='M ${middle[0] - 10} ${middle[1] - 16} l 28 16 l -28 16 z' fill='#fff'/>` +
    (isOn
      ? done(frame, words)
      : mark({ ...server, x: server.x, w: server.w }, 1, 'below') + mark(at, 2, 'left'))
  );
}

/** A tick and the word for it, in the middle of the app. */
export function done({ inner }: Frame, words: Words): string {
  const middle = [inner.x + inner.w / 2, inner.y + inner.h / 2 + 10] as const;
  return (
    tick(middle, 52) +
    label([middle[0], middle[1] + 96], words.connected, {
      size: 24,
      bold: true,
      fill: green,
      anchor: 'middle',
    })
  );
}

export function tabsOf({ inner }: Frame, chosen: number): { svg: string; at(index: number): Rect } {
  const names = ['Home', 'Configs'];
  const w = inner.w / 2;
  const at = (index: number): Rect => ({
    x: inner.x + index * w + 10,
    y: inner.y + inner.h - 52,
    w: w - 20,
    h: 44,
  });
  const svg = names
    .map((name, index) =>
      button(at(index), name, index === chosen ? { fill: '#0369a1' } : { fill: '#e2e8f0', ink: '#334155' }),
    )
    .join('');
  return { svg, at };
}

export function menuBar({ inner }: Frame, words: Words): string {
  return (
    box({ x: inner.x, y: inner.y, w: inner.w, h: 42 }, { r: 0, fill: '#e2e8f0' }) +
    label([inner.x + 16, inner.y + 28], words.v2rayn.servers, { size: 17, width: 112 }) +
    label([inner.x + 140, inner.y + 28], words.v2rayn.groups, { size: 17, bold: true, width: 180 })
  );
}

export function v2raynList(frame: Frame, words: Words, isOn: boolean): string {
  const { x, y, w, h } = frame.inner;
  const server = { x: x + 16, y: y + 120, w: w - 32, h: 50 };
  const foot = { x, y: y + h - 64, w, h: 64 };
  const proxy = { x: x + w - 350, y: foot.y + 10, w: 334, h: 44 };
  return (
    menuBar(frame, words) +
    row(server, words.server(1), '#dbeafe') +
    row({ ...server, y: server.y + 60 }, words.server(2)) +
    box(foot, { r: 0, fill: '#e2e8f0' }) +
    (w > 430 ? label([x + 16, foot.y + 40], words.v2rayn.tun, { size: 17, width: w - 380 }) : '') +
    button(proxy, words.v2rayn.proxy, { fill: isOn ? green : '#334155' }) +
    (isOn
      ? done(frame, words)
      : button({ x: server.x + server.w - 116, y: server.y + 4, w: 100, h: 42 }, 'Enter', {
          fill: '#334155',
        }) +
        mark(server, 1, 'above') +
        mark(proxy, 2, 'above'))
  );
}
