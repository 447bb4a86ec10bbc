import { oneLine } from '../../platform/one-line.ts';

/**
 * A foreign text on one line for a label or a list: at most `length` characters, with … for what was left out, and
 * without what would break the line or turn its direction.
 */
export function clip(text: string, length: number): string {
  const line = oneLine(text);
  const characters = Array.from(line);
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}…`;
}
