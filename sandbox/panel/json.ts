/** Fields the panel keeps as floats: a whole number still shows its `.0`. */
const floats = new Set([
  'current_usage_GB',
  'usage_limit_GB',
  'profile_usage_current',
  'profile_usage_total',
]);

/** JSON as Flask writes it: keys sorted, compact, ASCII only, floats recognisable, one newline at the end. */
export function flaskJson(value: unknown): string {
  return `${escapeNonAscii(write(value, ''))}\n`;
}

function write(value: unknown, key: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item, '')).join(',')}]`;
  if (typeof value === 'number' && floats.has(key) && Number.isInteger(value)) return `${value}.0`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${write(item, name)}`).join(',')}}`;
}

function escapeNonAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
