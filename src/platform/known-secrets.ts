/**
 * The secrets of this process, as far as it has come by them. For the whole process, as its log is: a password that one part
 * knows turns up in the error of another.
 */
const values = new Set<string>();
const hosts = new Map<string, RegExp>();

/** From now on no log line and no kept error shows these values, in whatever form; of an address its password, and of a token its secret part. */
export function keepSecret(...secrets: readonly string[]): void {
  for (const secret of secrets.flatMap(partsOf)) {
    if (isGuessable(secret)) continue;
    values.add(secret);
    // Inside a text of JSON inside a text.
    values.add(JSON.stringify(secret).slice(1, -1));
  }
}

/** From now on nobody reads what stands behind this host (with its port, if it has one) in an address: the path is a secret. */
export function keepPathsOf(host: string): void {
  if (hosts.has(host)) return;
  const literal = host.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  hosts.set(host, new RegExp(String.raw`(//${literal}(?::\d+)?/)[^\s"'<>]+`, 'gi'));
}

/** The text without the secrets that are known. */
export function withoutKnown(text: string): string {
  let left = text;
  for (const value of values) if (left.includes(value)) left = left.replaceAll(value, '[secret]');
  for (const [host, address] of hosts) if (left.includes(host)) left = left.replace(address, '$1[path]');
  return left;
}

/** A list is told as its parts, since each of them is one. */
function partsOf(secret: string): string[] {
  const password = URL.parse(secret)?.password ?? '';
  if (secret.includes('://')) return password === '' ? [] : [password, decoded(password)];
  const [, afterColon] = /^\d+:(.+)$/.exec(secret) ?? [];
  return [secret, ...secret.split(',').map((part) => part.trim()), ...(afterColon ? [afterColon] : [])];
}

/** A word of a language, or so short that it is part of one: hiding it would hide innocent lines, and would hide nothing. */
function isGuessable(secret: string): boolean {
  return secret.length < 8 || (secret.length < 16 && /^(?:[a-z]+|[A-Z]+|[A-Z][a-z]+|\d+)$/.test(secret));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
