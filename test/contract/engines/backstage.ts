import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/**
 * What stands behind and before the engines on the servers' side, as a process of its own: the page with the token,
 * the site that Reality pretends to be, and a relay that writes down in which pieces a client's first bytes come.
 */
const [address = '', entrance = '', key = '', certificate = '', token = ''] = process.argv.slice(2);

/** How many bytes of a connection are its greeting. */
const greetingBytes = 1_500;

interface Piece {
  bytes: number;
  atMs: number;
}
let connections: Piece[][] = [];

createHttpServer((_, response) => response.end(token)).listen(80, address);

createTlsServer(
  { key: readFileSync(key), cert: readFileSync(certificate), ALPNProtocols: ['http/1.1', 'h2'] },
  (socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\ndecoy'));
  },
)
  .on('tlsClientError', () => undefined)
  .listen(443, address);

createServer((client) => {
  const pieces: Piece[] = [];
  connections.push(pieces);
  const server = connect(20_443, '127.0.0.1');
  let seen = 0;
  client.on('data', (chunk) => {
    if (seen < greetingBytes) pieces.push({ bytes: chunk.length, atMs: performance.now() });
    seen += chunk.length;
    server.write(chunk);
  });
  server.on('data', (chunk) => client.write(chunk));
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.on('end', () => other.end());
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}).listen(443, entrance);

/** What the relay saw since it was last asked. */
createHttpServer((_, response) => {
  response.end(JSON.stringify(connections));
  connections = [];
}).listen(81, address);
