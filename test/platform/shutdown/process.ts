import { pino } from 'pino';
import { createShutdown } from '../../../src/platform/shutdown.ts';

/** A process with three things to stop, which says on standard output what happens to it: `process.ts <scenario>`. */
const scenario = process.argv[2];
const say = (text: string) => process.stdout.write(`${text}\n`);
const shutdown = createShutdown({
  logger: pino({ level: 'silent' }),
  ...(scenario === 'short limit' && { limitMs: 300 }),
});

shutdown.onStop('database', () => say('database stopped'));
shutdown.onStop('app', async () => {
  if (scenario === 'failing step') throw new Error('no');
  if (scenario === 'slow step') await new Promise((resolve) => setTimeout(resolve, 1_500));
  if (scenario === 'hanging step' || scenario === 'short limit') await new Promise(() => {});
  await new Promise(setImmediate);
  say('app stopped');
});
shutdown.onStop('door', () => say('door closed'));

setInterval(() => {}, 60_000);
process.stdin.on('data', () => {
  if (scenario === 'exception') throw new Error('nobody catches this');
  if (scenario === 'rejection') void Promise.reject(new Error('nobody catches this'));
  if (scenario === 'own wish') void shutdown.stop('enough', 1);
});
say('ready');
