import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';

/** One request as the server received it. */
export interface Received {
  verb: string;
  path: string;
  /** The last part of the path. */
  method: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
  /** The body as JSON; fails the test when it is not. */
  json: () => Record<string, unknown>;
  /** The body as multipart, read by the platform's own parser. */
  form: () => Promise<FormData>;
  socket: Socket;
}

export type Answer = (request: Received, response: ServerResponse) => void | Promise<void>;

export interface FakeBotApi {
  url: string;
  received: Received[];
  connections(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A bare HTTP server on loopback that answers as the test says; the Bot API's rules are not its business. */
export async function startFakeBotApi(answer: Answer): Promise<FakeBotApi> {
  const received: Received[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    void readRequest(request).then((read) => {
      received.push(read);
      return answer(read, response);
    });
  });
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const body = Buffer.concat(await request.toArray());
  const path = request.url ?? '';
  return {
    verb: request.method ?? '',
    path,
    method: path.split('/').at(-1) ?? '',
    headers: request.headers,
    body,
    json: () => JSON.parse(body.toString('utf8')) as Record<string, unknown>,
    form: () =>
      new Response(Uint8Array.from(body), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData(),
    socket: request.socket,
  };
}

export function ok(response: ServerResponse, result: unknown = true): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, result }));
}

export interface ErrorAnswer {
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

export function refuse(response: ServerResponse, answer: ErrorAnswer): void {
  response.statusCode = answer.error_code;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: false, ...answer }));
}

export function floodFor(response: ServerResponse, seconds: number): void {
  const description = `Too Many Requests: retry after ${seconds}`;
  refuse(response, { error_code: 429, description, parameters: { retry_after: seconds } });
}
