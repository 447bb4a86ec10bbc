import { createServer } from 'node:http';

/**
 * A Bot API that says yes at once, whatever it is asked. While `away` stands in its last command (`POST /away`,
 * `POST /back`) it refuses. Prints its address.
 */
let away = false;
let messageId = 1_000;

const results: Record<string, () => unknown> = {
  getMe: () => ({ id: 1_000_001, is_bot: true, first_name: 'VPN', username: 'benchmark_vpn_bot' }),
  getWebhookInfo: () => ({ url: '', has_custom_certificate: false, pending_update_count: 0 }),
  getMyCommands: () => [],
  getMyDescription: () => ({ description: '' }),
  getMyShortDescription: () => ({ short_description: '' }),
  sendMessage: () => ({ message_id: messageId++, date: 0, chat: { id: 1, type: 'private' } }),
};

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const method = request.url?.split('/').at(-1) ?? '';
    if (method === 'away' || method === 'back') away = method === 'away';
    const refused = away && method !== 'away';
    const body = refused
      ? '{"ok":false,"error_code":502,"description":"Bad Gateway"}'
      : JSON.stringify({ ok: true, result: results[method]?.() ?? true });
    response.writeHead(refused ? 502 : 200, { 'content-type': 'application/json' }).end(body);
  });
});
server.keepAliveTimeout = 60_000;
process.once('SIGTERM', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null)
    process.stdout.write(`listening http://127.0.0.1:${address.port}\n`);
});
