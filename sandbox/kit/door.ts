import type { IncomingHttpHeaders } from 'node:http';

export interface Knock {
  method?: string | undefined;
  headers: IncomingHttpHeaders;
}

export interface Objection {
  status: 403 | 415;
  reason: string;
}

/**
 * Why a control route does not open, or nothing. It obeys the page of this very address and programs of this machine,
 * never another site in the same browser: not by its own name (`Origin`, `Sec-Fetch-Site`), not by one that it made
 * lead here (`Host`), and not by a form, which a browser sends anywhere without asking.
 */
export function objectionToControl(knock: Knock): Objection | undefined {
  if (!isThisMachine(knock)) return { status: 403, reason: 'Control routes answer on loopback only' };
  if (!isOwn(knock)) return { status: 403, reason: 'Control routes obey their own page only' };
  if (isForm(knock)) return { status: 415, reason: 'Control routes take JSON only' };
  return undefined;
}

/** The same for a page of forms: anybody's link may lead to it, only the page itself may press its buttons. */
export function objectionToPage(knock: Knock): Objection | undefined {
  if (!isThisMachine(knock)) return { status: 403, reason: 'This page answers on loopback only.' };
  const isReading = knock.method === 'GET' || knock.method === 'HEAD';
  if (isReading || isOwn(knock)) return undefined;
  return { status: 403, reason: 'Only the page itself may change anything here.' };
}

/** A name that somebody else's DNS leads to 127.0.0.1 still stands in `Host`. */
function isThisMachine({ headers: { host = '' } }: Knock): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

/** Programs send neither header; another port of this machine is another site. */
function isOwn({ headers }: Knock): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

function isForm({ headers }: Knock): boolean {
  return /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i.test(
    headers['content-type'] ?? '',
  );
}
