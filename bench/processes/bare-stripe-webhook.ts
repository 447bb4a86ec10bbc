import { createHmac, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';

/** The least a webhook of Stripe can do: take the body, check its signature, answer. Prints its address. */
const secret = process.env['STRIPE_WEBHOOK_SECRET'] ?? '';
const server = fastify();
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/webhooks/stripe', async (request, reply) => {
  const [time = '', signature = ''] = String(request.headers['stripe-signature']).split(',');
  const wanted = createHmac('sha256', secret)
    .update(`${time.slice(2)}.`)
    .update(request.body as Buffer)
    .digest();
  const given = Buffer.from(signature.slice(3), 'hex');
  const genuine = given.length === wanted.length && timingSafeEqual(given, wanted);
  return await reply.code(genuine ? 200 : 400).send();
});
process.once('SIGTERM', () => process.exit());
process.stdout.write(`listening ${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
