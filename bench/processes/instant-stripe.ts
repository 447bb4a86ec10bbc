import { createServer } from 'node:http';

/**
 * A Stripe that answers at once: every session it is asked for is paid, `AMOUNT` dollar cents for the order in its name, and
 * nothing was ever refunded or disputed. Its list of sessions is empty, so that only deliveries tell of payments. Prints
 * its address.
 */
const amount = Number(process.env['AMOUNT'] ?? '399');
let made = 0;

function session(id: string, isPaid: boolean) {
  const orderId = id.split('_').at(-1);
  return {
    id,
    object: 'checkout.session',
    mode: 'payment',
    status: isPaid ? 'complete' : 'open',
    payment_status: isPaid ? 'paid' : 'unpaid',
    client_reference_id: isPaid ? orderId : null,
    metadata: {},
    amount_total: amount,
    currency: 'usd',
    livemode: false,
    url: isPaid ? null : 'https://checkout.example.com/pay',
    created: 0,
    expires_at: 0,
    payment_intent: isPaid ? `pi_${orderId}` : null,
  };
}

function answerTo(method: string, path: string): object {
  const [, , ...rest] = path.split('?')[0]?.split('/') ?? [];
  const id = rest.at(-1) ?? '';
  if (method === 'POST' && id === 'sessions') return session(`cs_test_new_${++made}`, false);
  if (id.startsWith('cs_')) return session(id, true);
  return { object: 'list', url: path, has_more: false, data: [] };
}

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const body = JSON.stringify(answerTo(request.method ?? 'GET', request.url ?? ''));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  });
});
server.keepAliveTimeout = 60_000;
process.once('SIGTERM', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null)
    process.stdout.write(`listening http://127.0.0.1:${address.port}\n`);
});
