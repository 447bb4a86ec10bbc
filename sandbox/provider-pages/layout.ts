/** Markup that may stand in a page as it is. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/** A piece of a page; whatever is put in is escaped, unless it is markup itself. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = texts.map((text, index) => text + (index < parts.length ? markupOf(parts[index]) : ''));
  return { markup: pieces.join('') };
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export type Language = 'ru' | 'en';

/** Russian unless the browser asks for English first. */
export function languageOf(header: string | string[] | undefined): Language {
  return /^\s*en/i.test([header].flat()[0] ?? '') ? 'en' : 'ru';
}

/** Minor units as people write money. */
export function money(amountMinor: number, currency: string, language: Language): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amountMinor / 100);
}

export function day(seconds: number, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    seconds * 1000,
  );
}

/** One button that posts; `fields` go with it. */
export function button(given: {
  action: string;
  text: string;
  fields?: Readonly<Record<string, string>>;
  kind?: 'main' | 'quiet' | 'danger';
}): Markup {
  const { action, text, fields = {}, kind = 'main' } = given;
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}">${inputs}<button class="${kind}">${text}</button></form>`;
}

/** A whole page, narrow enough for a phone and readable without any script. */
export function shell(given: { title: string; language: Language; body: Markup; brand?: string }): string {
  const { title, language, body, brand = 'Stripe' } = given;
  const note =
    language === 'ru'
      ? 'Песочница на этой машине: деньги ненастоящие, карта никуда не уходит.'
      : 'A sandbox on this machine: no real money, and the card goes nowhere.';
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header><span class="brand">${brand}</span><span class="badge">${language === 'ru' ? 'песочница' : 'sandbox'}</span></header>
<main>${body}</main>
<footer>${note}</footer>
</body>
</html>`.markup;
}

const style = `
:root{color-scheme:light dark;--page:#f4f5f9;--card:#fff;--text:#1b2230;--soft:#5b6577;--line:#d5dae4;--main:#5046d8;--danger:#b3261e}
@media(prefers-color-scheme:dark){:root{--page:#12151c;--card:#1c212b;--text:#eef1f6;--soft:#a7b0c0;--line:#39414f;--main:#7d75ff;--danger:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif;display:flex;flex-direction:column;align-items:center}
header{width:100%;max-width:30rem;padding:1rem 1rem .25rem;display:flex;gap:.6rem;align-items:center}
.brand{font-weight:700}.badge{font-size:.75rem;border:1px solid var(--line);border-radius:1rem;padding:.05rem .55rem;color:var(--soft)}
main{width:100%;max-width:30rem;padding:1rem;flex:1}
footer{padding:1rem;color:var(--soft);font-size:.85rem;text-align:center}
h1{font-size:1.15rem;margin:.2rem 0 .6rem}h2{font-size:1rem;margin:1.6rem 0 .4rem}
.price{font-size:2rem;font-weight:700;margin:.1rem 0 .8rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1rem;margin:.7rem 0;overflow-wrap:anywhere}
label{display:block;font-size:.9rem;color:var(--soft);margin:.6rem 0 .2rem}
input:not([type=hidden]){width:100%;font:inherit;padding:.65rem .7rem;border:1px solid var(--line);border-radius:.5rem;background:transparent;color:inherit}
.row{display:flex;gap:.7rem}.row>*{flex:1}
button,.link{font:inherit;font-weight:600;min-height:2.9rem;width:100%;border-radius:.6rem;border:1px solid transparent;padding:.5rem .9rem;margin-top:.7rem;cursor:pointer;display:flex;align-items:center;justify-content:center;text-decoration:none}
button.main,.link{background:var(--main);color:#fff}@media(prefers-color-scheme:dark){button.main,.link{color:#10121a}}
button.quiet{background:transparent;border-color:var(--line);color:inherit}
button.danger{background:transparent;border-color:var(--danger);color:var(--danger)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.alert{border:1px solid var(--danger);color:var(--danger);border-radius:.6rem;padding:.7rem;margin:.7rem 0}
.soft{color:var(--soft);font-size:.9rem}
.deeds{display:flex;flex-wrap:wrap;gap:.5rem}.deeds form{flex:1 1 9rem}
@media(prefers-reduced-motion:no-preference){button{transition:filter .15s}button:hover{filter:brightness(1.06)}}
`;
