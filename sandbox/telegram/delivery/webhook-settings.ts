import { badRequest } from '../api/api-error.ts';
import { defaultKinds, updateKinds } from './update-kinds.ts';

export interface WebhookSettings {
  /** Empty when there is no webhook. */
  url: string;
  maxConnections: number;
  secretToken?: string;
}

export interface SetWebhook {
  url: string;
  certificate?: unknown;
  ip_address?: string;
  max_connections?: number;
  allowed_updates?: string[];
  drop_pending_updates?: boolean;
  secret_token?: string;
}

export const noWebhook: WebhookSettings = { url: '', maxConnections: 40 };

const openPorts = new Set(['', '443', '80', '88', '8443']);

/** A name such as `127.example.com` only looks like an address of this machine. */
const loopbackAddress = /^127(?:\.\d{1,3}){3}$/;

/** Whether the stand-in may send updates there; it never talks to another machine. */
export const isLoopbackUrl = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || loopbackAddress.test(hostname);

function checkUrl(text: string): void {
  const url = URL.parse(text);
  if (!url) throw badRequest('bad webhook: invalid webhook URL specified');
  if (isLoopbackUrl(url) && url.protocol === 'http:') return;
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!isLoopbackUrl(url) && !openPorts.has(url.port))
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
}

/** Checks the settings of a webhook; https and the four ports are not asked for on loopback. */
export function readWebhookSettings(params: SetWebhook): WebhookSettings {
  checkUrl(params.url);
  if (params.certificate !== undefined) throw badRequest('bad webhook: the sandbox takes no certificate');
  const secret = params.secret_token;
  if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(secret))
    throw badRequest('secret token contains unallowed characters');
  return {
    url: params.url,
    maxConnections: params.max_connections ?? noWebhook.maxConnections,
    ...(secret === undefined ? {} : { secretToken: secret }),
  };
}

/**
 * The kinds of updates to queue from now on; an absent list keeps the old one, an empty list means the default.
 * Stricter than Telegram, which ignores names it does not know.
 */
export function readAllowedUpdates(
  list: string[] | undefined,
  previous: readonly string[],
): readonly string[] {
  if (!list) return previous;
  const unknown = list.find((kind) => !updateKinds.includes(kind));
  if (unknown !== undefined) throw badRequest(`unknown update type "${unknown}" in allowed_updates`);
  return list.length > 0 ? list : defaultKinds;
}
