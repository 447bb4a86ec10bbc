/** A value as docker-compose prints it. Scalars stay texts: `true` is 'true'. */
export type Yaml = string | Yaml[] | { [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Reads the one regular form of YAML in which `docker-compose config` prints: block style, plain or 'quoted' scalars. */
export function parseRegularYaml(source: string): Yaml {
  const lines = unfold(source.split('\n'));
  return block(lines);
}

/** Puts a scalar that was folded over several lines back on one. */
function unfold(raw: readonly string[]): Line[] {
  const lines: { indent: number; text: string }[] = [];
  for (const line of raw) {
    const last = lines.at(-1);
    const text = line.trimStart();
    const isContinued = last !== undefined && (isOpen(last.text) || !/^(?:- |[\w./-]+:(?: |$))/.test(text));
    if (!isContinued) lines.push({ indent: line.length - text.length, text });
    else if (text === '') last.text += isOpen(last.text) ? '\n' : '';
    else last.text += `${last.text.endsWith('\n') ? '' : ' '}${text}`;
  }
  return lines;
}

function isOpen(text: string): boolean {
  const value = text.replace(/^(?:- )*(?:[\w./-]+: )?/, '');
  return value.startsWith("'") && (value.match(/'/g)?.length ?? 0) % 2 === 1;
}

function block(lines: Line[]): Yaml {
  return lines[0]?.text.startsWith('- ') ? sequence(lines) : mapping(lines);
}

function sequence(lines: Line[]): Yaml[] {
  const items: Yaml[] = [];
  const indent = lines[0]?.indent ?? 0;
  for (let line = lines[0]; line?.indent === indent && line.text.startsWith('- '); line = lines[0]) {
    const text = line.text.slice(2);
    if (/^[\w./-]+:(?: |$)/.test(text)) {
      lines[0] = { indent: indent + 2, text };
      items.push(mapping(lines));
    } else {
      lines.shift();
      items.push(scalar(text));
    }
  }
  return items;
}

function mapping(lines: Line[]): { [key: string]: Yaml } {
  const map: { [key: string]: Yaml } = {};
  const indent = lines[0]?.indent ?? 0;
  for (let line = lines[0]; line?.indent === indent && !line.text.startsWith('- '); line = lines[0]) {
    lines.shift();
    const [, key = '', rest = ''] = /^([\w./-]+):(?: (.*))?$/s.exec(line.text) ?? [];
    if (key === '') throw new Error(`not the regular form: ${line.text}`);
    const next = lines[0];
    const hasBlock =
      rest === '' && next && (next.indent > indent || (next.indent === indent && next.text.startsWith('- ')));
    map[key] = hasBlock ? block(lines) : scalar(rest);
  }
  return map;
}

function scalar(text: string): Yaml {
  if (text === '{}') return {};
  if (text === '[]') return [];
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
}
