import { createHash } from 'node:crypto';
import { type Html, html, join } from '../telegram/screens/html.ts';
import type { Language } from './voice.ts';

/** A page as a value: what a route sends of it. */
export interface Page {
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** What stands around every page: the service's name, and the bot's address once it is known. */
export interface PageFrame {
  service: string;
  bot: string | undefined;
}

export interface PageParts {
  language: Language;
  /** The service, as people know it: it stands above everything and in the title. */
  service: string;
  title: string;
  body: Html;
  /** An address that the browser goes on to by itself, where it allows that. */
  goesTo?: string | undefined;
  /** Whether it is drawn anew every few seconds, for what it tells is about to change. */
  isLive?: boolean | undefined;
}

/**
 * The one way to make a page: the same frame, style and policy for all of ours. Readable without a script, on a
 * phone, in the dark; nothing comes from elsewhere, and nobody keeps it.
 */
export function page({ language, service, title, body, goesTo, isLive = false }: PageParts): Page {
  const onward = goesTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${goesTo}">`;
  const head = join([
    html`<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · ${service}</title>`,
    onward,
  ]);
  const frame = html`<header>${service}</header><main${isLive ? known(' data-live') : ''}><h1>${title}</h1>
${body}</main>`;
  return {
    headers: pageHeaders,
    body: `<!doctype html><html lang="${language}"><head>${head.html}<style>${style}</style></head>
<body>${frame.html}<script>${script}</script></body></html>`,
  };
}

/** A paragraph. */
export function paragraph(text: string | Html): Html {
  return html`<p>${text}</p>`;
}

/** A link that looks like what is done next; a quiet one beside it. */
export function pageButton(text: string, address: string, kind: 'main' | 'quiet' = 'main'): Html {
  return html`<p><a class="button ${kind}" href="${address}">${text}</a></p>`;
}

/** Something to copy, with a button where the browser runs the script; it can be marked and copied by hand anywhere. */
export function toCopy(text: string, { copy, copied }: { copy: string; copied: string }): Html {
  return html`<p><code id="copied" tabindex="0">${text}</code></p>
<p><button class="button quiet" type="button" data-copy="copied" data-done="${copied}" hidden>${copy}</button></p>`;
}

/** Markup of ours that stands in a page as it is. */
function known(markup: string): Html {
  return { html: markup };
}

const style =
  ':root{color-scheme:light dark;--page:#f4f5f9;--text:#1b2230;--soft:#566074;--line:#c9cfda;--main:#1457c0;--on:#fff}' +
  '@media(prefers-color-scheme:dark){:root{--page:#12151c;--text:#eef1f6;--soft:#a7b0c0;--line:#414a59;--main:#8ab4f8;--on:#10131a}}' +
  '*{box-sizing:border-box}' +
  'body{margin:0 auto;max-width:32rem;padding:1.5rem 1rem 3rem;background:var(--page);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif}' +
  'header{color:var(--soft);font-weight:600}h1{font-size:1.4rem;line-height:1.25;margin:.4rem 0 1rem}' +
  'code{display:block;overflow-wrap:anywhere;padding:.7rem;border:1px solid var(--line);border-radius:.6rem}' +
  '.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.9rem;width:100%;padding:.5rem 1rem;border:1px solid transparent;border-radius:.6rem;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}' +
  '.button[hidden]{display:none}.main{background:var(--main);color:var(--on)}.quiet{background:transparent;border-color:var(--line);color:inherit}' +
  ':focus-visible{outline:3px solid var(--main);outline-offset:2px}';

const script =
  'for(const b of document.querySelectorAll("[data-copy]")){b.hidden=false;b.onclick=async()=>{const c=document.getElementById(b.dataset.copy);' +
  'const r=document.createRange();r.selectNodeContents(c);const s=getSelection();s.removeAllRanges();s.addRange(r);' +
  'try{await navigator.clipboard.writeText(c.textContent)}catch{document.execCommand("copy")}b.textContent=b.dataset.done}}' +
  'if(document.querySelector("[data-live]"))setTimeout(()=>location.reload(),5000)';

const scriptHash = createHash('sha256').update(script).digest('base64');

/** Whoever holds an address of ours may hold a key: it is kept nowhere and told to nobody. */
export const secretive = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
} as const;

const pageHeaders = {
  ...secretive,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
} as const;
