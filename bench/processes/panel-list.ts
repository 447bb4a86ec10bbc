import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A panel that only lists: USERS of them, and after each `POST /move` a SHARE of them with a gigabyte more. A process of
 * its own, so that its memory is not counted with the reader's.
 */
const count = Number(process.env['USERS']);
const every = Math.round(1 / Number(process.env['SHARE']));
let round = 0;

/** The uuid of the n-th user; the bench writes the same into its database. */
function uuidOf(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

function list(): string {
  const rows = Array.from({ length: count }, (_, index) => ({
    uuid: uuidOf(index),
    name: `tg-${1_000_000 + index}`,
    usage_limit_GB: 100,
    current_usage_GB: 1 + (index % every === 0 ? round : 0),
    package_days: 30,
    start_date: '2026-11-01',
    mode: 'no_reset',
    enable: true,
    is_active: true,
    telegram_id: 1_000_000 + index,
    comment: `subscription ${index}`,
    last_online: '2026-11-20 10:00:00',
    last_reset_time: '2026-11-01 00:00:00',
    added_by_uuid: uuidOf(0),
    lang: 'en',
    id: index,
    ed25519_private_key: 'x'.repeat(400),
    ed25519_public_key: 'x'.repeat(80),
    wg_pk: 'x'.repeat(44),
    wg_psk: 'x'.repeat(44),
    wg_pub: 'x'.repeat(44),
  }));
  return JSON.stringify(rows);
}

let body = list();
const server = createServer((request, response) => {
  if (request.method === 'POST') {
    round += 1;
    body = list();
  }
  const answer = request.method === 'POST' ? '{}' : body;
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
});
process.once('SIGTERM', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
