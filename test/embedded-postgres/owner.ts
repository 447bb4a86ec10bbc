import { pathToFileURL } from 'node:url';

/** A process that owns an embedded server: `owner.ts <start.ts> <data directory> [durable]`. Prints its address, then stays. */
const [, , startModule = '', dataDir = '', durable] = process.argv;
const { startEmbeddedPostgres } = (await import(
  pathToFileURL(startModule).href
)) as typeof import('@hiddify-vpn-bot/embedded-postgres/start.ts');

const server = await startEmbeddedPostgres({ dataDir, durable: durable === 'durable' });
process.stdout.write(`${JSON.stringify({ url: server.url, adopted: server.adopted })}\n`);
setInterval(() => {}, 60_000);
process.once('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
