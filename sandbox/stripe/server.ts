import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOnLoopback, shut } from '../kit/loopback.ts';
import type { Api } from './api/api.ts';
import type { ApiAnswer, ApiRequest } from './api/http.ts';
import type { StripeFaultBoard } from './faults.ts';
import type { Pages } from './pages/pages.ts';

export interface StripeServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens on loopback: the API below `/v1`, pages for people everywhere else. */
export async function openStripeServer(given: {
  port: number;
  api: Api;
  pages: Pages;
  board: StripeFaultBoard;
}): Promise<StripeServer> {
  const server = createServer((incoming, outgoing) => {
    void serve(given, incoming, outgoing).catch(() => incoming.destroy());
  });
  const port = await listenOnLoopback(server, given.port);
  return { port, close: () => shut(server) };
}

const maxBodyBytes = 1024 * 1024;

async function serve(
  { api, pages, board }: { api: Api; pages: Pages; board: StripeFaultBoard },
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  if (!request.path.startsWith('/v1/')) {
    send(outgoing, pages.answer(request));
    return;
  }
  const { kind, slowMs } = board.take(request.method);
  outgoing.setHeader('date', dateIn(board.all().api.dateAheadSeconds));
  if (slowMs > 0) await delay(slowMs);
  if (kind === 'reset') return void incoming.socket.resetAndDestroy();
  if (kind === 'error500') return send(outgoing, api.fail(request, true));
  if (kind === 'rate-limited') return send(outgoing, tooMany);
  if (kind === 'not-ready') return send(outgoing, notReady);
  const answer = await api.answer(request);
  if (kind === 'saves-then-reset') return void incoming.socket.resetAndDestroy();
  if (kind === 'saves-then-500') return send(outgoing, api.fail(request, false));
  if (kind === 'truncated') return sendHalf(incoming, outgoing, answer);
  send(outgoing, answer);
}

function dateIn(seconds: number): string {
  return new Date(Date.now() + seconds * 1_000).toUTCString();
}

const tooMany: ApiAnswer = {
  status: 429,
  headers: { 'content-type': 'application/json', 'request-id': 'req_sandbox429' },
  body: JSON.stringify({
    error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' },
  }),
};

const notReady: ApiAnswer = {
  status: 400,
  headers: { 'content-type': 'application/json', 'request-id': 'req_sandboxname' },
  body: JSON.stringify({
    error: {
      type: 'invalid_request_error',
      message: 'In order to use Checkout, you must set an account or business name.',
    },
  }),
};

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBodyBytes) throw new Error('body too large');
    chunks.push(chunk as Buffer);
  }
  const url = new URL(incoming.url ?? '/', 'http://stripe');
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.search.slice(1),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function send(outgoing: ServerResponse, answer: ApiAnswer): void {
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
  outgoing.end(answer.body);
}

/** The headers promise more than comes before the connection closes. */
function sendHalf(incoming: IncomingMessage, outgoing: ServerResponse, answer: ApiAnswer): void {
  outgoing.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
  outgoing.write(answer.body.slice(0, answer.body.length / 2), () => incoming.socket.destroy());
}
