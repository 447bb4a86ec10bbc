import { existsSync } from 'node:fs';
import { help, readPort, readStartOptions, type StartOptions } from './start-options.ts';
import { StartProblem } from './start-problem.ts';

/**
 * `npm start`: the real bot when a token is configured, else the whole product with stand-ins on this machine.
 * `--port 9000` listens elsewhere, `--fresh` begins with empty data. Ends with 1 and a line when it cannot start.
 */
async function start(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const options = readStartOptions(process.argv.slice(2));
  if (options.help) console.log(help);
  else if (process.env['TELEGRAM_BOT_TOKEN'] || process.env['TELEGRAM_BOT_TOKEN_FILE']) await runBot(options);
  else await runWithStandIns(options);
}

async function runBot({ port, fresh }: StartOptions): Promise<void> {
  if (fresh)
    throw new StartProblem(
      '--fresh empties the sandbox, and this would be the real bot: TELEGRAM_BOT_TOKEN is set',
    );
  if (port !== undefined) process.env['PORT'] = String(port);
  const hasDatabase = ['DATABASE_URL', 'DATABASE_URL_FILE', 'POSTGRES_HOST'].some(
    (name) => process.env[name],
  );
  if (!hasDatabase) process.env['DATABASE_URL'] = 'embedded';
  const { run } = await import('../src/main.ts');
  await run();
}

async function runWithStandIns({ port, fresh }: StartOptions): Promise<void> {
  const wanted = { port: port ?? readPort(process.env['PORT'] || '8080', 'PORT'), fresh };
  console.log('Starting the sandbox…');
  await import('./compiled.ts');
  const { runSandbox } = await import('./sandbox.ts');
  await runSandbox(wanted);
}

try {
  await start();
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error);
  process.exitCode = 1;
}
