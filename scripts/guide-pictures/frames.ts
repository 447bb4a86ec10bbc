import { bars, box, disc, label, type Rect } from './kit.ts';

/** What every drawing stands in. Inner places are counted from the frame's own corner. */
export interface Frame {
  outer: Rect;
  /** Where the app draws, on the canvas. */
  inner: Rect;
  svg: string;
}

const dark = '#334155';

/** A phone, left, right or in the middle of the picture. */
export function phone(place: 'left' | 'right' | 'middle'): Frame {
  const x = { left: 96, middle: 320, right: 544 }[place];
  const outer = { x, y: 40, w: 320, h: 640 };
  const inner = { x: x + 12, y: 76, w: 296, h: 568 };
  const svg =
    box(outer, { r: 40, fill: dark }) +
    box({ x: inner.x, y: 52, w: inner.w, h: 616 }, { r: 30, fill: '#ffffff' }) +
    box({ x: x + 120, y: 58, w: 80, h: 10 }, { r: 5, fill: dark });
  return { outer, inner, svg };
}

/** A window of a program on a computer. */
export function window(at: Rect, title: string): Frame {
  const inner = { x: at.x, y: at.y + 40, w: at.w, h: at.h - 40 };
  const svg =
    box(at, { r: 14, fill: '#ffffff', stroke: dark }) +
    box({ ...at, h: 40 }, { r: 14, fill: dark }) +
    box({ x: at.x, y: at.y + 24, w: at.w, h: 16 }, { r: 0, fill: dark }) +
    label([at.x + 20, at.y + 27], title, { size: 18, fill: '#fff', bold: true, width: at.w - 110 }) +
    [0, 1, 2]
      .map(
        (index) => `<circle cx='${at.x + at.w - 24 - index * 24}' cy='${at.y + 20}' r='7' fill='#94a3b8'/>`,
      )
      .join('');
  return { outer: at, inner, svg };
}

/** The bar at the top of an app with its name. */
export function header({ inner }: Frame, title: string, fill: string): string {
  return (
    box({ x: inner.x, y: inner.y, w: inner.w, h: 52 }, { r: 0, fill }) +
    label([inner.x + 18, inner.y + 34], title, { size: 23, fill: '#fff', bold: true, width: inner.w - 130 })
  );
}

/** A row of a list: a server or a file. */
export function row(at: Rect, text: string, fill = '#f1f5f9'): string {
  return (
    box(at, { r: 12, fill }) + label([at.x + 16, at.y + at.h / 2 + 7], text, { size: 19, width: at.w - 30 })
  );
}

/** The chat with the bot: a message with the link, and buttons below it. */
export function chat(
  frame: Frame,
  title: string,
): { svg: string; link: Rect; buttons: (index: number) => Rect } {
  const { inner } = frame;
  const bubble = { x: inner.x + 12, y: inner.y + 72, w: inner.w - 24, h: 190 };
  const link = { x: bubble.x + 14, y: bubble.y + 104, w: bubble.w - 28, h: 60 };
  const svg =
    header(frame, title, '#3390ec') +
    disc([inner.x + inner.w - 32, inner.y + 26], 16, { fill: '#ffffff', sign: 'B', ink: '#3390ec' }) +
    box(bubble, { r: 16, fill: '#eaf4ff' }) +
    bars({ x: bubble.x + 16, y: bubble.y + 24, w: bubble.w - 60 }, 3);
  const buttons = (index: number): Rect => ({
    x: bubble.x,
    y: bubble.y + bubble.h + 12 + index * 58,
    w: bubble.w,
    h: 48,
  });
  return { svg, link, buttons };
}

/** The link as it stands in the message. */
export function chatLink(at: Rect): string {
  return (
    box(at, { r: 8, fill: '#dbeafe' }) +
    label([at.x + 12, at.y + 26], 'https://…/sub/', { size: 18, fill: '#1d4ed8', width: at.w - 24 }) +
    label([at.x + 12, at.y + 50], '3f9a2c7d…', { size: 18, fill: '#1d4ed8', width: at.w - 24 })
  );
}
