import { flaskJson } from './json.ts';

/** What goes back over the wire, before the transport adds its own headers. */
export interface PanelAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal the panel words itself: its body depends on the caller's Accept header. */
export class PanelFailure extends Error {
  readonly status: number;
  readonly detail: unknown;

  constructor(status: number, message: string, detail: unknown = {}) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

/** A refusal of the framework itself on v13: `msg` alone, whatever the caller accepts. */
export class BareFailure extends PanelFailure {}

/** An exception nobody caught inside the panel: always 500 and it tells too much. */
export class PanelCrash extends Error {}

/** A JSON body. */
export function jsonAnswer(value: unknown, status = 200): PanelAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: flaskJson(value) };
}

/** A text body of any type. */
export function textAnswer(
  body: string,
  contentType: string,
  headers: Record<string, string> = {},
): PanelAnswer {
  return { status: 200, headers: { 'content-type': contentType, ...headers }, body };
}

/** An HTML page. */
export function htmlAnswer(body: string, status = 200): PanelAnswer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

/** A redirect with the small page Werkzeug puts under it. */
export function redirectAnswer(status: 302 | 308, location: string): PanelAnswer {
  const page = `<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href="${escapeHtml(location)}">${escapeHtml(location)}</a>. If not, click the link.\n`;
  const answer = htmlAnswer(page, status);
  return { ...answer, headers: { ...answer.headers, location } };
}

/** Words a failure for the caller: `message` and `detail` for plain JSON clients, `msg` for those that would take HTML. */
export function failureAnswer(
  failure: PanelFailure,
  asked: { accept: string | undefined; isApi: boolean; carriesBoth: boolean },
): PanelAnswer {
  const { accept, isApi, carriesBoth } = asked;
  if (failure instanceof BareFailure) return jsonAnswer({ msg: failure.message }, failure.status);
  if (!acceptsHtml(accept)) {
    return jsonAnswer({ detail: failure.detail, message: failure.message }, failure.status);
  }
  if (isApi && carriesBoth) {
    const { detail, message, status } = failure;
    return jsonAnswer({ detail, message, msg: message }, status);
  }
  if (isApi) return jsonAnswer({ msg: failure.message }, failure.status);
  const text = escapeHtml(failure.message);
  return htmlAnswer(
    `<!doctype html><title>Error</title><h1>${failure.status}</h1><p>${text}</p>`,
    failure.status,
  );
}

/** The wrapped 500 of an uncaught exception. */
export function crashAnswer(crash: Error, isApi: boolean): PanelAnswer {
  if (isApi) return jsonAnswer({ msg: crash.message }, 500);
  return htmlAnswer('<!doctype html><title>500</title><h1>Internal server error</h1>', 500);
}

/** Makes text safe inside HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function acceptsHtml(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const kinds = accept.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase());
  const matching = [
    '*/*',
    'text/*',
    'text/html',
    'application/*',
    'application/xhtml+xml',
    'application/xml',
  ];
  return kinds.some((kind) => kind !== undefined && matching.includes(kind));
}
