const shownLines = 12;

/** The end of a bot's log as people read it: of JSON lines level, message and error, of others the line itself. */
export function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-shownLines).map(readable).join('\n');
}

function readable(line: string): string {
  const { level, msg, err } = parse(line);
  if (msg === undefined) return `  ${line}`;
  return `  ${[level, msg, err?.message].filter(Boolean).join(': ')}`;
}

function parse(line: string): { level?: string; msg?: string; err?: { message?: string } } {
  try {
    return JSON.parse(line) as object;
  } catch {
    return {};
  }
}
