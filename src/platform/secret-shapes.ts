/**
 * What a secret looks like, where its value is not known to us: somebody else's, or one that was made a moment ago. A text is
 * taken as it is, or as a text inside a text of JSON, where each quote has backslashes before it.
 */

/** Whatever stands under such a name is a secret; the name may have more before it. */
const secretNames = String.raw`pass(?:word|wd|phrase)|[-_](?:pass|pwd)|secret|token|(?:api|private|access|secret|webhook)[-_]?key|credentials?|init[-_]?data|tgWebAppData|(?:admin|client|proxy)[-_]?path(?:[-_](?:admin|client))?|(?:invite|promo)[-_]?code|\b(?:pwd|sign|hmac|promo)`;

/** Names of headers that carry one, in which all up to the end of the line belongs to it. */
const secretHeaders = String.raw`(?:proxy-)?authorization|(?:set-)?cookie|hiddify-api-key|crypto-pay-api-(?:token|signature)|stripe-signature|x-api-key|x-telegram-bot-api-secret-token`;

const names = `(?:${secretNames}|${secretHeaders})`;
const quoted = String.raw`(${names}(?:\\*["'])?\s*[:=]\s*(\\*["']))[^]*?(?:(?<!\\)\2|$)`;
const rest = String.raw`[^\s"'<>\\]+`;

type Shape = readonly [pattern: RegExp, instead: string];

/** The values of a failed query: ours up to the stack, once as they are and once inside a text; PostgreSQL's up to the end of the line. */
const ofQueries: readonly Shape[] = [
  [/\\nparams: (?:(?!\\n {4}at )(?:[^"\\]|\\.))*/g, '\\nparams: [hidden]'],
  [/\nparams: (?:(?!\n {4}at )[^])*/g, '\nparams: [hidden]'],
  [
    /\bKey \(([^\n=]{1,200}?)\)=\((?:[^\n]*\)(?= (?:already exists|is not present|is still referenced|conflicts with))|[^\n]*)/g,
    'Key ($1)=([hidden])',
  ],
  [/\bFailing row contains \([^\n]*/g, 'Failing row contains ([hidden])'],
  [/(parameters?:? )\$1 = [^\n]*/gi, '$1[hidden]'],
  [
    /\b(invalid input (?:syntax|value) for [\w ]+: |date\/time field value out of range: |malformed \w+ literal: |value )\\*"[^\n]*"/gi,
    '$1[hidden]',
  ],
];

/** Keys and tokens by a form of their own. */
const ofThemselves: readonly Shape[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  [/\b\d{5,}:[\w-]{20,}/g, '[token]'],
  [/bot\d+:[^/\s"]+/g, 'bot[token]'],
  [/\b[a-z]{2}_(?:live|test)_\w+|\bwhsec_\w+|\b(?:pi|cs|seti)_\w+_secret_\w+/g, '[key]'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*/g, '[token]'],
  [/\bINV_[\da-f]{8,50}/gi, '[invite]'],
  [/\b(bearer|basic) +(?=[\w.~+/-]*[A-Z\d=])[\w.~+/-]{6,}=*/gi, '$1 [hidden]'],
];

/** What is called a secret: quoted, behind an equals sign, behind a colon; and what Telegram tells an app about who opened it. */
const ofNames: readonly Shape[] = [
  [new RegExp(quoted, 'gi'), '$1[hidden]$2'],
  [new RegExp(String.raw`\b(${secretHeaders})\s*[:=]\s*(?!\\*["'[])[^\n"']+`, 'gi'), '$1: [hidden]'],
  [new RegExp(String.raw`(${secretNames})=(?!\[)[^\s&"'<>\\]+`, 'gi'), '$1=[hidden]'],
  [new RegExp(String.raw`(${secretNames}): +(?=\S*[\d!@#$%^&*+=])[^\s"'[\\]{6,}`, 'gi'), '$1: [hidden]'],
  [/([?&#](?:user|query_id|signature|hash)=)(?:\{[^\n&]*|[^\s&"'<>\\]{16,})/g, '$1[hidden]'],
];

/** What leads to a server or a file, perhaps behind the escaped end of a line. Every other scheme is a key's or an app's, those too that nobody has thought of yet. */
const openSchemes = String.raw`[bfnrt]?(?:https?|wss?|file|postgres(?:ql)?|rediss?)`;

/** Addresses that let in whoever has them, or that belong to one purchase. */
const ofAddresses: readonly Shape[] = [
  [/\b([a-z][a-z\d+.-]{1,20}:\/\/[^\s:/@"]*:)[^\s"]{1,256}@/gi, '$1[password]@'],
  [new RegExp(String.raw`\b(?!${openSchemes}://)([a-z][a-z\d+.-]{1,20})://${rest}`, 'gi'), '$1://[key]'],
  [/\/(import\/\w+|sub)\/[\w-]{16,}/g, '/$1/[key]'],
  [/\/o\/[\da-f-]{32,36}/g, '/o/[order]'],
  [new RegExp(String.raw`\b((?:checkout|billing|invoice|pay|buy)\.stripe\.com/)${rest}`, 'gi'), '$1[page]'],
  [new RegExp(String.raw`(/c/pay/)${rest}`, 'g'), '$1[page]'],
  [/\b(t\.me\/)(?:\$|invoice\/)[\w-]+/g, '$1[invoice]'],
  [/([?&]start(?:app|group|attach)?=)[\w-]+/g, '$1[hidden]'],
  [/(\/invoices\/)IV\w+/g, '$1[invoice]'],
  [/\/[\w-]{1,64}\/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi, '/[secret path]'],
  [/\/[\w-]{1,64}(?=\/api\/v\d)/g, '/[secret path]'],
];

const ofIds: readonly Shape[] = [[/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '[uuid]']];

/** Each kind only where it can be: nearly every line has none of them, and is to cost nearly nothing. */
const kinds: readonly { among: RegExp; shapes: readonly Shape[] }[] = [
  { among: /params: |\(|parameter|"/, shapes: ofQueries },
  { among: /[:_]\w|eyJ|-----|b(?:earer|asic) /i, shapes: ofThemselves },
  { among: /[:=]/, shapes: ofNames },
  { among: /\//, shapes: ofAddresses },
  { among: /-[\da-f]{4}-/i, shapes: ofIds },
];

const isSecretNamed = new RegExp(`(?:${names})$`, 'i');

/** Under these PostgreSQL, and whoever asks it, name the values of a query. */
const valuesOfQuery = new Set(['params', 'parameters', 'detail', 'where', 'internalQuery']);

/** The text without what looks like a secret. */
export function withoutShapes(text: string): string {
  return kinds.reduce(
    (left, { among, shapes }) => (among.test(left) ? replaceAll(left, shapes) : left),
    text,
  );
}

function replaceAll(text: string, shapes: readonly Shape[]): string {
  return shapes.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
}

/** Whether a value of this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  return valuesOfQuery.has(name) || isSecretNamed.test(name);
}
