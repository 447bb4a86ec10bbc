import type { Verified } from './results.ts';

const begin = '<!-- written by scripts/panel-table.ts -->';
const end = '<!-- end -->';

/** Puts the table into its place in the page. Throws when the page has no such place. */
export function withTable(page: string, verified: Verified): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no place between ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${renderTable(verified)}\n\n${page.slice(to)}`;
}

function renderTable({ panels, cases }: Verified): string {
  const names = Object.keys(panels).toSorted(byKindAndVersion);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const days = names.map((name) => panels[name] ?? '');
  const parts = Map.groupBy(Object.keys(cases), (name) => name.split(' › ')[0] ?? '');
  const lines = [
    row(['', ...names.map(shorten)]),
    row(['---', ...names.map(() => ':-:')]),
    row(['*examined on*', ...days]),
  ];
  for (const [part, own] of parts) {
    const marks = names.map((name) => count(own.map((key) => cases[key]?.[name])));
    lines.push(row([`**${part}**`, ...marks.map((mark) => (mark === '' ? '' : `**${mark}**`))]));
    for (const key of own)
      lines.push(
        row([escape(key.split(' › ').slice(1).join(': ')), ...names.map((name) => sign(cases[key]?.[name]))]),
      );
  }
  return lines.join('\n');
}

function count(marks: readonly ('passed' | 'failed' | undefined)[]): string {
  const put = marks.filter((mark) => mark !== undefined);
  if (put.length === 0) return '';
  return `${put.filter((mark) => mark === 'passed').length}/${put.length}`;
}

function sign(mark: 'passed' | 'failed' | undefined): string {
  if (mark === undefined) return '';
  return mark === 'passed' ? '✓' : '**failed**';
}

/** Real panels first, each kind by version. */
function byKindAndVersion(one: string, other: string): number {
  const rank = (name: string) => (name.startsWith('Hiddify') ? 0 : 1);
  return rank(one) - rank(other) || one.localeCompare(other, 'en', { numeric: true });
}

function shorten(name: string): string {
  return name.replace('Hiddify panel ', 'real ').replace('stand-in of ', 'stand-in ');
}

function escape(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');
}
