import type { Update } from 'telegraf/types';

/**
 * A stored update as handlers read it: what is null is absent, as Telegram says of optional fields, and a command is written
 * in small letters, as phones like to begin a line with a big one.
 */
export function readUpdate(payload: Buffer): Update {
  const update = withoutNull(JSON.parse(payload.toString('utf8')) as Update);
  const message = 'message' in update ? update.message : undefined;
  // As long as before, so that what is marked in the text stays where it is.
  if (message !== undefined && 'text' in message && typeof message.text === 'string')
    message.text = message.text.replace(/^\/[A-Za-z0-9_]+/, (command) => command.toLowerCase());
  return update;
}

/** Not by recursion: a stranger decides how deep it is nested. */
function withoutNull<T extends object>(root: T): T {
  const open: object[] = [root];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (const [key, value] of Object.entries(each) as [string, unknown][]) {
      if (typeof value !== 'object') continue;
      if (value !== null) open.push(value);
      else if (!Array.isArray(each)) Reflect.deleteProperty(each, key);
    }
  }
  return root;
}
