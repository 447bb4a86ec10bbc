/** Small parts of a drawing, each a piece of SVG. The canvas is 960 × 720. */

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

export const canvas = { width: 960, height: 720 };

const colours = {
  ink: '#1f2937',
  faint: '#cbd5e1',
  paper: '#ffffff',
  back: '#e8eef5',
  mark: '#ea580c',
};

const font = "font-family='Noto Sans, DejaVu Sans, sans-serif'";

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function box(
  { x, y, w, h }: Rect,
  { r = 10, fill = colours.paper, stroke = 'none' }: { r?: number; fill?: string; stroke?: string } = {},
): string {
  return `<rect x='${x}' y='${y}' width='${w}' height='${h}' rx='${r}' fill='${fill}' stroke='${stroke}' stroke-width='2'/>`;
}

interface LabelStyle {
  size?: number;
  fill?: string;
  bold?: boolean;
  anchor?: 'start' | 'middle' | 'end';
  /** What the text may take; longer ones are written smaller. */
  width?: number;
}

/** One line of text with its baseline at `y`. */
export function label([x, y]: readonly [number, number], text: string, style: LabelStyle = {}): string {
  const { size = 20, fill = colours.ink, bold = false, anchor = 'start', width = Infinity } = style;
  const fitting = Math.min(size, width / (Array.from(text).length * (bold ? 0.61 : 0.57)));
  return `<text x='${x}' y='${y}' ${font} font-size='${fitting.toFixed(1)}' font-weight='${bold ? 700 : 400}' fill='${fill}' text-anchor='${anchor}'>${escaped(text)}</text>`;
}

/** A button with its words in the middle. */
export function button(
  at: Rect,
  text: string,
  { fill = '#2563eb', ink = '#ffffff', r = 12 }: { fill?: string; ink?: string; r?: number } = {},
): string {
  const middle = [at.x + at.w / 2, at.y + at.h / 2 + 7] as const;
  return (
    box(at, { r, fill }) +
    label(middle, text, { size: 19, fill: ink, bold: true, anchor: 'middle', width: at.w - 20 })
  );
}

/** Words in the middle of a line of this width; in two lines where one would be small. */
export function heading(
  [x, y]: readonly [number, number],
  text: string,
  { width, size = 23 }: { width: number; size?: number },
): string {
  const parts = text.split(' ');
  const isLong = Array.from(text).length * size * 0.61 > width && parts.length > 1;
  const half = Math.ceil(parts.length / 2);
  const lines = isLong ? [parts.slice(0, half).join(' '), parts.slice(half).join(' ')] : [text];
  return lines
    .map((line, index) => {
      const at = [x, y + (index - (lines.length - 1) / 2) * size * 1.2] as const;
      return label(at, line, { size, bold: true, anchor: 'middle', width });
    })
    .join('');
}

/** Grey bars in place of words that do not matter. */
export function bars({ x, y, w }: Omit<Rect, 'h'>, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const width = w * (index % 2 === 0 ? 1 : 0.7);
    return box({ x, y: y + index * 24, w: width, h: 10 }, { r: 5, fill: colours.faint });
  }).join('');
}

/** A round button with a sign in it, `at` its middle. */
export function disc(
  [x, y]: readonly [number, number],
  radius: number,
  { fill, sign, ink = '#ffffff' }: { fill: string; sign: string; ink?: string },
): string {
  return (
    `<circle cx='${x}' cy='${y}' r='${radius}' fill='${fill}'/>` +
    label([x, y + radius * 0.5], sign, { size: radius * 1.4, fill: ink, bold: true, anchor: 'middle' })
  );
}

/** A power sign, drawn: fonts have none that looks the same everywhere. */
export function power([x, y]: readonly [number, number], radius: number, fill: string): string {
  const r = radius * 0.42;
  return (
    `<circle cx='${x}' cy='${y}' r='${radius}' fill='${fill}'/>` +
    `<path d='M ${x - r * 0.7} ${y - r * 0.7} A ${r} ${r} 0 1 0 ${x + r * 0.7} ${y - r * 0.7}' fill='none' stroke='#fff' stroke-width='${radius * 0.13}' stroke-linecap='round'/>` +
    `<path d='M ${x} ${y - r * 1.2} V ${y - r * 0.1}' stroke='#fff' stroke-width='${radius * 0.13}' stroke-linecap='round'/>`
  );
}

export function tick([x, y]: readonly [number, number], radius: number): string {
  return (
    `<circle cx='${x}' cy='${y}' r='${radius}' fill='#16a34a'/>` +
    `<path d='M ${x - radius * 0.45} ${y} l ${radius * 0.32} ${radius * 0.35} l ${radius * 0.6} ${-radius * 0.68}' fill='none' stroke='#fff' stroke-width='${radius * 0.18}' stroke-linecap='round' stroke-linejoin='round'/>`
  );
}

/** Where to tap: a ring around the place, and an arrow from its number, which stands on the given side. */
export function mark(at: Rect, number: number, side: 'left' | 'right' | 'above' | 'below' = 'below'): string {
  const ring = { x: at.x - 6, y: at.y - 6, w: at.w + 12, h: at.h + 12 };
  const middle = [at.x + at.w / 2, at.y + at.h / 2] as const;
  const tips = {
    left: [ring.x - 4, middle[1]],
    right: [ring.x + ring.w + 4, middle[1]],
    above: [middle[0], ring.y - 4],
    below: [middle[0], ring.y + ring.h + 4],
  } as const;
  const steps = { left: [-1, 0], right: [1, 0], above: [0, -1], below: [0, 1] } as const;
  const [tip, step] = [tips[side], steps[side]];
  const from = [tip[0] + step[0] * 58, tip[1] + step[1] * 58] as const;
  return (
    `<rect x='${ring.x}' y='${ring.y}' width='${ring.w}' height='${ring.h}' rx='16' fill='none' stroke='${colours.mark}' stroke-width='5'/>` +
    `<path d='M ${from[0]} ${from[1]} L ${tip[0] + step[0] * 6} ${tip[1] + step[1] * 6}' stroke='${colours.mark}' stroke-width='6' marker-end='url(#tip)'/>` +
    `<circle cx='${from[0]}' cy='${from[1]}' r='23' fill='${colours.mark}' stroke='#fff' stroke-width='3'/>` +
    label([from[0], from[1] + 9], String(number), { size: 26, fill: '#fff', bold: true, anchor: 'middle' })
  );
}

/** From one half of the picture to the other. */
export function onward(y = 360): string {
  return `<path d='M 448 ${y} H 500' stroke='#64748b' stroke-width='10' marker-end='url(#next)'/>`;
}

/** The whole drawing as SVG. */
export function drawing(parts: readonly string[]): string {
  const { width, height } = canvas;
  return (
    `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}' viewBox='0 0 ${width} ${height}'>` +
    `<defs>${arrowhead('tip', colours.mark)}${arrowhead('next', '#64748b')}</defs>` +
    box({ x: 0, y: 0, w: width, h: height }, { r: 0, fill: colours.back }) +
    `${parts.join('')}</svg>`
  );
}

function arrowhead(id: string, fill: string): string {
  return `<marker id='${id}' viewBox='0 0 10 10' refX='5' refY='5' markerWidth='3' markerHeight='3' orient='auto'><path d='M 0 0 L 10 5 L 0 10 z' fill='${fill}'/></marker>`;
}
