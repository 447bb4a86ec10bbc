/**
 * What must never be readable in a log line or an error: Bot API tokens, provider keys, authorisation headers,
 * subscription links (secret path + uuid), passwords inside addresses, and the values of a failed query (names, codes). Path-based redaction misses secrets
 * inside strings, so this works on the finished line.
 */
const secrets: readonly [RegExp, string][] = [
  // Up to the stack; once inside a string of JSON, once as it is.
  [/\\nparams: (?:(?!\\n {4}at )(?:[^"\\]|\\.))*/g, '\\nparams: [hidden]'],
  [/\nparams: (?:(?!\n {4}at )[^])*/g, '\nparams: [hidden]'],
  [/\b\d{5,}:[\w-]{20,}/g, '[token]'],
  [/bot\d+:[^/\s"]+/g, 'bot[token]'],
  [/\b(sk|rk|pk)_(live|test)_\w+|\bwhsec_\w+/g, '[key]'],
  [
    /("?(?:authorization|hiddify-api-key|cookie|set-cookie|x-telegram-bot-api-secret-token)"?\s*[:=]\s*"?)[^"\n]+/gi,
    '$1[hidden]',
  ],
  [/([a-z]+:\/\/[^\s:/@"]*:)[^\s"]+@/gi, '$1[password]@'],
  [/\/(import\/\w+|sub)\/[\w-]{26,46}/g, '/$1/[key]'],
  [/\/o\/[0-9a-f-]{32,36}/g, '/o/[order]'],
  [/(vless|hysteria2|hy2|ss|trojan):\/\/[^\s"]+/gi, '$1://[key]'],
  [/\/[A-Za-z0-9_-]{4,64}\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '/[secret path]'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '[uuid]'],
];

/** A finished text without the secrets it may carry. */
export function scrub(text: string): string {
  return secrets.reduce((line, [pattern, instead]) => line.replace(pattern, instead), text);
}
