import { createHash, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';

/** The least a webhook can do: take the body, compare the secret, answer. Prints its address. */
const digest = (text: string) => createHash('sha256').update(text).digest();
const expected = digest(process.env['TELEGRAM_WEBHOOK_SECRET'] ?? '');
const server = fastify();
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/webhooks/telegram', async (request, reply) => {
  const given = request.headers['x-telegram-bot-api-secret-token'];
  const genuine = typeof given === 'string' && timingSafeEqual(digest(given), expected);
  return await reply.code(genuine ? 200 : 401).send();
});
process.once('SIGTERM', () => process.exit());
process.stdout.write(`listening ${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
