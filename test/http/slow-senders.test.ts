import { once } from 'node:events';
import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { createServer, type SendingLimits } from '../../src/http/server.ts';
import { outside } from '../../src/platform/doors.ts';
import { createLogger } from '../../src/platform/logger.ts';

const line = 'POST /take HTTP/1.1\r\nhost: bot\r\n';
const head = `${line}content-type: application/json\r\ncontent-length: 1000\r\n\r\n`;

it.each([
  ['a head', `${line}x-slow: `, 100],
  ['a body', head, 300],
])('who sends %s drop by drop is told so and cut off at the promised time', async (_what, start, limitMs) => {
  const server = await listen({ headMs: 100, requestMs: 300, lookEveryMs: 20 });
  const { said, afterMs } = await drip(portOf(server), start);
  expect(said).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\nconnection: close\r\n/);
  expect(afterMs).toBeGreaterThanOrEqual(limitMs - 20);
  // A loaded machine looks later, but far from as late as Node by itself.
  expect(afterMs).toBeLessThan(limitMs + 1_000);
});

it('promises 10 s for the head of a request and 30 s for all of it', async () => {
  const { server } = await listen();
  expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 30_000]);
});

async function listen(limits?: SendingLimits): Promise<FastifyInstance> {
  const server = await createServer({ trustedProxies: undefined }, createLogger('silent'), limits);
  server.post('/take', { config: outside }, async () => 'taken');
  onTestFinished(() => server.close());
  await server.listen({ host: '127.0.0.1', port: 0 });
  return server;
}

function portOf({ server }: FastifyInstance): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Sends a letter every 10 ms and never comes to the end. */
async function drip(port: number, start: string): Promise<{ said: string; afterMs: number }> {
  const startedAt = performance.now();
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(start);
  const drops = setInterval(() => socket.write('x'), 10);
  let said = '';
  await new Promise((done) => {
    socket.on('data', (chunk) => (said += String(chunk)));
    // Whoever is cut off in the middle of a word hears of it as a broken line.
    socket.on('error', () => {}).on('close', done);
  });
  clearInterval(drops);
  return { said, afterMs: performance.now() - startedAt };
}
