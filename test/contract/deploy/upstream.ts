import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Upstream {
  readonly port: number;
  /** What arrived, without the health probes. */
  readonly received: Received[];
  ready: boolean;
  /** The answer to everything but the probe. */
  answer: { status: number; headers?: Record<string, string> };
  close(): Promise<void>;
}

/** A stand-in for the bot's port: notes what arrives and answers as told. */
export async function openUpstream(port = 0): Promise<Upstream> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => response.destroy());
    request.on('end', () => {
      if (request.url === '/health/ready') return response.writeHead(upstream.ready ? 200 : 503).end();
      const { method = '', url = '', headers } = request;
      upstream.received.push({ method, url, headers, body: Buffer.concat(chunks) });
      return response.writeHead(upstream.answer.status, upstream.answer.headers).end('answered');
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const upstream: Upstream = {
    port: typeof address === 'object' && address ? address.port : port,
    received: [],
    ready: true,
    answer: { status: 200 },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return upstream;
}
