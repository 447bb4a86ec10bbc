import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback, shut } from '../kit/loopback.ts';
import type { PanelAnswer } from './answers.ts';
import type { PanelRequest } from './call.ts';
import type { PanelFaults } from './faults.ts';
import type { Outcome } from './front.ts';

/** A listener that can be closed and opened again on the same port, so that connections are really refused. */
export interface PanelServer {
  readonly port: number;
  /** Stops listening and breaks every connection. */
  close: () => Promise<void>;
  /** Listens again on the same port. */
  open: () => Promise<void>;
}

/** Listens on loopback; port 0 picks a free one. */
export async function openPanelServer(given: {
  port: number;
  takeFaults: (request: PanelRequest) => PanelFaults;
  meet: (request: PanelRequest, faults: PanelFaults) => Promise<Outcome>;
  /** Answers what is asked of the stand-in about itself, whatever is broken. */
  ownSite: (request: PanelRequest) => Promise<PanelAnswer | undefined>;
}): Promise<PanelServer> {
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing).catch(() => incoming.destroy());
  });
  const port = await listenOnLoopback(server, given.port);

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const own = await given.ownSite(request);
    const outcome: Outcome =
      own === undefined
        ? await given.meet(request, given.takeFaults(request))
        : { kind: 'answer', answer: own };
    if (outcome.kind === 'cut') incoming.socket.destroy();
    if (outcome.kind !== 'answer') return;
    outgoing.writeHead(outcome.answer.status, {
      ...outcome.answer.headers,
      'content-length': Buffer.byteLength(outcome.answer.body),
    });
    outgoing.end(request.method === 'HEAD' ? undefined : outcome.answer.body);
  }

  return {
    port,
    close: () => shut(server),
    open: async () => {
      if (!server.listening) await listenOnLoopback(server, port);
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<PanelRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://panel');
  return {
    method: incoming.method ?? 'GET',
    path: decodePath(url.pathname),
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
