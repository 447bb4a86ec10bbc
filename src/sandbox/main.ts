import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/**
 * `npm start`: the real bot when a token is configured, else the whole product with stand-ins on this machine.
 * `--port 9000` listens elsewhere, `--fresh` begins with empty data.
 */
if (existsSync('.env')) process.loadEnvFile('.env');
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.port !== undefined) process.env['PORT'] = values.port;

if (values.help) {
  console.log('npm start -- [--port 8080] [--fresh]');
} else if (process.env['TELEGRAM_BOT_TOKEN'] || process.env['TELEGRAM_BOT_TOKEN_FILE']) {
  const hasDatabase = ['DATABASE_URL', 'DATABASE_URL_FILE', 'POSTGRES_HOST'].some(
    (name) => process.env[name],
  );
  if (!hasDatabase) process.env['DATABASE_URL'] = 'embedded';
  const { run } = await import('../main.ts');
  await run();
} else {
  const { runSandbox } = await import('./sandbox.ts');
  try {
    await runSandbox({ port: Number(process.env['PORT'] ?? 8080) });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
