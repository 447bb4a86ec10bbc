/** What following a link means inside the sandbox. */
export type LinkTarget =
  | { kind: 'start'; payload: string }
  | { kind: 'share'; url: string; text: string }
  | { kind: 'invoice'; link: string }
  | { kind: 'local'; href: string }
  | { kind: 'outside'; href: string }
  | { kind: 'refused' };

const TELEGRAM_HOSTS = new Set(['t.me', 'telegram.me', 'telegram.dog', 'www.t.me']);
const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);
const OPENABLE = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Reads an address as a person's app would: a link to this bot starts it, others lead outside or are refused. */
export function readLink(address: string, botUsername: string): LinkTarget {
  const url = parse(address);
  if (!url) return { kind: 'refused' };
  if (isBotLink(url, botUsername)) return { kind: 'start', payload: url.searchParams.get('start') ?? '' };
  if (isShare(url)) {
    return {
      kind: 'share',
      url: url.searchParams.get('url') ?? '',
      text: url.searchParams.get('text') ?? '',
    };
  }
  if (TELEGRAM_HOSTS.has(url.hostname) && url.pathname.startsWith('/$'))
    return { kind: 'invoice', link: `https://t.me${url.pathname}` };
  if (!OPENABLE.has(url.protocol)) return { kind: 'refused' };
  return { kind: LOCAL_HOSTS.has(url.hostname) ? 'local' : 'outside', href: url.href };
}

/** Finds the first link to this bot inside plain text, such as a copied invite. */
export function findBotLink(text: string, botUsername: string): string | undefined {
  const candidates =
    text.match(/(?:https?:\/\/|tg:\/\/)?[a-z.]*\/[^\s<>"]+|tg:\/\/resolve\?[^\s<>"]+/gi) ?? [];
  return candidates.find((candidate) => readLink(candidate, botUsername).kind === 'start');
}

function parse(address: string): URL | undefined {
  const trimmed = address.trim();
  const complete = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : withScheme(trimmed);
  return URL.canParse(complete) ? new URL(complete) : undefined;
}

function withScheme(address: string): string {
  if (address.includes('@') && !address.includes('/')) return `mailto:${address}`;
  if (/^\+?[\d\s()-]{5,}$/.test(address)) return `tel:${address.replaceAll(/[\s()-]/g, '')}`;
  return `https://${address}`;
}

function isBotLink(url: URL, botUsername: string): boolean {
  const name = botUsername.toLowerCase();
  if (name === '') return false;
  if (url.protocol === 'tg:') {
    return url.host === 'resolve' && url.searchParams.get('domain')?.toLowerCase() === name;
  }
  return TELEGRAM_HOSTS.has(url.hostname) && url.pathname.toLowerCase().replace(/\/$/, '') === `/${name}`;
}

function isShare(url: URL): boolean {
  if (url.protocol === 'tg:') return url.host === 'msg_url';
  return TELEGRAM_HOSTS.has(url.hostname) && url.pathname.replace(/\/$/, '') === '/share/url';
}
