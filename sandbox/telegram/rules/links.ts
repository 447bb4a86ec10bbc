import type { TextEntity } from './formatted-text.ts';

export type LinkCheck = { url: string } | { problem: string };

const isLoopbackHost = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

function checkWebLink(link: string): LinkCheck {
  const parsed = URL.parse(/^https?:\/\//i.test(link) ? link : `http://${link}`);
  if (!parsed || parsed.hostname === '') return { problem: 'Wrong HTTP URL' };
  const hasDomain = /^[^.]+(?:\.[^.]+)+$/.test(parsed.hostname) && !parsed.hostname.includes('_.');
  if (!hasDomain && !isLoopbackHost(parsed.hostname)) return { problem: 'Wrong HTTP URL' };
  return { url: parsed.href };
}

/**
 * Checks a link of a button or of a text the way Telegram does: http, https, tg and ton only, a real host.
 * Relaxed for loopback hosts, so that the stand-ins can link to each other.
 */
export function checkLink(link: string): LinkCheck {
  const trimmed = link.trim();
  if (trimmed === '') return { problem: 'URL must be non-empty' };
  if (/\s/.test(trimmed)) return { problem: 'Wrong HTTP URL' };
  const protocol = /^([a-z][a-z0-9+.-]*):(?!\d+(?:\/|$))/i.exec(trimmed)?.[1]?.toLowerCase();
  if (protocol === 'tg' || protocol === 'ton') {
    return /^[a-z]+:\/\/[^/?#]+/i.test(trimmed) ? { url: trimmed } : { problem: `Wrong ${protocol} URL` };
  }
  if (protocol !== undefined && protocol !== 'http' && protocol !== 'https')
    return { problem: 'Unsupported URL protocol' };
  return checkWebLink(trimmed);
}

/** The entity of a link in a text; a link that Telegram would not open gives none, its text stays. */
export function readLink(link: string, span: Pick<TextEntity, 'offset' | 'length'>): TextEntity | undefined {
  const userId = /^tg:\/\/user\/?\?id=(\d+)$/i.exec(link.trim())?.[1];
  if (userId)
    return { type: 'text_mention', ...span, user: { id: Number(userId), is_bot: false, first_name: '' } };
  const checked = checkLink(link);
  return 'url' in checked ? { type: 'text_link', ...span, url: checked.url } : undefined;
}
