import path from 'node:path';
import type { Place } from './cluster.ts';

type Setting = readonly [name: string, value: string | number];

/** How the server is set up. Everything else is PostgreSQL's default. */
export function serverSettings(place: Place, port: number): Setting[] {
  return [
    ['listen_addresses', '127.0.0.1'],
    ['port', port],
    ['unix_socket_directories', socketDirectory(place, port)],
    ['unix_socket_permissions', '0700'],
    ['timezone', 'UTC'],
    ['shared_buffers', '64MB'],
    ['max_connections', place.durable ? 60 : 200],
    // What the server does goes to its log, what clients get wrong only to the clients: statements hold secrets.
    ['log_min_messages', 'log'],
    ['log_min_error_statement', 'panic'],
    ['log_checkpoints', 'off'],
    ...(place.durable ? [] : undurable),
  ];
}

/** Nothing survives a crash of the machine, and a test runs several times faster. */
const undurable: Setting[] = [
  ['fsync', 'off'],
  ['synchronous_commit', 'off'],
  ['full_page_writes', 'off'],
  ['wal_level', 'minimal'],
  ['max_wal_senders', 0],
  ['checkpoint_timeout', '1d'],
  ['autovacuum', 'off'],
  ['jit', 'off'],
];

/** The operating system allows a socket's address about 100 bytes; without a socket there is still the port. */
function socketDirectory({ dataDir }: Place, port: number): string {
  const address = path.join(dataDir, `.s.PGSQL.${port}`);
  const possible = process.platform !== 'win32' && address.length < 100 && /^[\w./-]+$/.test(dataDir);
  return possible ? dataDir : '';
}
