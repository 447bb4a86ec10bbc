import { fastify } from 'fastify';

/** The least a subscription endpoint can do: answer the same bytes to everybody. Prints its address. */
const body = process.env['BODY'] ?? '';
const server = fastify();
server.get(
  '/sub/:token',
  async (_request, reply) => await reply.type('text/plain; charset=utf-8').send(body),
);
process.once('SIGTERM', () => process.exit());
process.stdout.write(`listening ${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
