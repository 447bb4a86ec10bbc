import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Core } from '../core.ts';

/** A comment this often keeps the stream open. */
const heartbeatMs = 15_000;

interface OpenStream {
  end(): void;
}

function openStream(core: Core, request: FastifyRequest, reply: FastifyReply): OpenStream {
  const output = reply.raw;
  reply.hijack();
  output.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  output.write('retry: 1000\n\n');
  let id = 1;
  const stop = core.events.onAny((name, event) => {
    output.write(`id: ${id++}\nevent: ${name}\ndata: ${JSON.stringify(event)}\n\n`);
  });
  const heartbeat = setInterval(() => output.write(': still here\n\n'), heartbeatMs);
  heartbeat.unref();
  request.raw.once('close', () => {
    stop();
    clearInterval(heartbeat);
  });
  return { end: () => output.end() };
}

/** `GET /control/events`: every event of the world as it happens. Open streams end with the server. */
export function eventStreamRoute(server: FastifyInstance, core: Core): void {
  const open = new Set<OpenStream>();
  server.get('/control/events', (request, reply) => {
    const stream = openStream(core, request, reply);
    open.add(stream);
    request.raw.once('close', () => open.delete(stream));
    return reply;
  });
  server.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });
}
