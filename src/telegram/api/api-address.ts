/** The address of the Bot API, and how a token's paths look there. */
export interface ApiAddress {
  origin: string;
  methodPath: (method: string) => string;
  filePath: (path: string) => string;
  /** A text without the token, whole or in part. */
  hideToken: (text: string) => string;
}

/** Reads root and token; the error for a bad one quotes neither. Plain http only towards this machine. */
export function readApiAddress(apiRoot: string, token: string): ApiAddress {
  const key = /^\d+:([\w-]+)$/.exec(token)?.[1];
  if (!key) throw new TypeError('the bot token does not look like <digits>:<key>');
  const root = URL.parse(apiRoot);
  if (!root || !isAllowed(root)) {
    throw new TypeError('the Bot API root must be an https address, or http on a loopback address');
  }
  const folder = root.pathname.replace(/\/+$/, '');
  return {
    origin: root.origin,
    methodPath(method) {
      if (!/^[a-z]+$/i.test(method)) throw new TypeError('not a Bot API method name');
      return `${folder}/bot${token}/${method}`;
    },
    filePath: (path) => `${folder}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`,
    hideToken: (text) => text.replaceAll(token, '[token]').replaceAll(key, '[token]'),
  };
}

function isAllowed(root: URL): boolean {
  if (root.username || root.password || root.search || root.hash) return false;
  if (root.protocol === 'https:') return true;
  return root.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(root.hostname);
}
