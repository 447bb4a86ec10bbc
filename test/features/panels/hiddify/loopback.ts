import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPanelApi } from '../../../../src/features/panels/hiddify/api.ts';
import type { PanelApi, PanelApiOptions } from '../../../../src/features/panels/hiddify/api.ts';
import { systemClock } from '../../../../src/platform/clock.ts';
import { anywhere } from '../../../support/environment.ts';

export const adminPath = 'aDmInPath123';
export const clientPath = 'cLiEnTPath456';
export const apiKey = 'd9ecbfb3-6f21-4b1c-9a43-1f5a0c0f7c01';
export const uuid = '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b';

/** What a test server does with one request. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface Loopback {
  url: string;
  close(): Promise<void>;
}

/** A server on a free loopback port that answers with the given listener. */
export async function startLoopback(listener: Listener): Promise<Loopback> {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The client under test, pointed at a loopback server. */
export function clientFor(url: string, options: Partial<PanelApiOptions> = {}): PanelApi {
  return createPanelApi({
    url,
    adminPath,
    clientPath,
    apiKey,
    addressRules: anywhere,
    clock: systemClock,
    timeoutMs: 5000,
    ...options,
  });
}

/** One server and one client for one test, both closed after it. */
export async function withPanel<T>(
  listener: Listener,
  use: (client: PanelApi) => Promise<T>,
  options: Partial<PanelApiOptions> = {},
): Promise<T> {
  const server = await startLoopback(listener);
  const client = clientFor(server.url, options);
  try {
    return await use(client);
  } finally {
    await client.close();
    await server.close();
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'session=s3cret-cookie' });
  response.end(JSON.stringify(body));
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A user as panels 10–12 answer it, with its private keys. */
export function userAnswer(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    added_by_uuid: apiKey,
    comment: 'order 1',
    current_usage_GB: 12.34499999973923,
    ed25519_private_key: '-----BEGIN OPENSSH PRIVATE KEY-----',
    ed25519_public_key: 'ssh-ed25519 AAAA',
    enable: true,
    id: 3,
    is_active: true,
    lang: 'en',
    last_online: '0001-01-01 00:00:00',
    last_reset_time: '2026-11-23 00:00:00',
    mode: 'no_reset',
    name: 'tg-100',
    package_days: 30,
    start_date: null,
    telegram_id: 123456789012,
    usage_limit_GB: 30.0,
    uuid,
    wg_pk: 'wireguard-private-key',
    wg_psk: 'wireguard-shared-key',
    wg_pub: 'key',
    ...changes,
  };
}
