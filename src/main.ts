import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, readOwnConfig } from './config/config.ts';
import { systemClock } from './platform/clock.ts';
import { fileWords } from './platform/file-words.ts';
import { keepSecret } from './platform/known-secrets.ts';
import { createLogger, type Logger } from './platform/logger.ts';
import { warnOfPackagedNode } from './platform/node-binary.ts';
import { shortenPackageLookups } from './platform/package-lookups.ts';
import { defaultDataDir } from '@hiddify-vpn-bot/embedded-postgres/data-dir.ts';
import { startEmbeddedPostgres } from '@hiddify-vpn-bot/embedded-postgres/start.ts';
import { StartRefusal } from './platform/start-refusal.ts';
import { createShutdown } from './platform/shutdown.ts';

/** `EX_CONFIG` of sysexits.h: restarting will not help, somebody has to look. */
const exitConfig = 78;
const productName = 'hiddify-vpn-bot';

/** Runs the bot until it is told to stop. Ends the process with 78 and every mistake when it is not configured. */
export async function run(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = loadConfig();
  if (config === undefined) return;
  const logger = createLogger(config.logLevel);
  const shutdown = createShutdown({ logger });
  for (const warning of config.warnings) logger.warn(warning);
  const packagedNode = warnOfPackagedNode(process.execPath);
  if (packagedNode !== undefined) logger.warn(packagedNode);
  try {
    const [databaseUrl, { startApp }] = await Promise.all([
      openDatabaseServer(config, logger, shutdown),
      loadApp(),
    ]);
    const app = await startApp({ config, databaseUrl, logger, clock: systemClock });
    shutdown.onStop('app', () => app.stop());
    logger.info({ url: app.url }, 'ready');
    await app.connected;
  } catch (error) {
    await shutdown.stop('the start failed', say(error, logger));
  }
}

function loadConfig(): Config | undefined {
  try {
    return readOwnConfig(() => defaultDataDir(productName));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    sayMistakes(error);
    process.exitCode = exitConfig;
    return undefined;
  }
}

/** Says why there was no start, and answers with what code the process ends. */
function say(error: unknown, logger: Logger): number {
  if (error instanceof ConfigError) {
    sayMistakes(error);
    return exitConfig;
  }
  if (error instanceof StartRefusal) {
    process.stderr.write(`The start ${error.isPassing ? 'failed' : 'is refused'}. ${error.message}\n`);
    return error.isPassing ? 1 : exitConfig;
  }
  logger.fatal({ err: error }, 'the start failed');
  return 1;
}

function sayMistakes(error: ConfigError): void {
  process.stderr.write(
    `${error.message}:\n\n${error.problems.map((problem) => `  ${problem}\n`).join('')}\n`,
  );
  process.stderr.write('See .env.example. To try the product without any of this: npm start\n');
}

/** Beside the packages, where nobody else may write. Where nothing may be written, Node does without. */
const compiledCode = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

/** Apart from the imports above, because it is most of the code: it loads while the database server starts. */
async function loadApp() {
  enableCompileCache(compiledCode);
  const restoreLookups = shortenPackageLookups();
  const app = await import('./app/app.ts');
  restoreLookups();
  return app;
}

async function openDatabaseServer(
  config: Config,
  logger: Logger,
  shutdown: ReturnType<typeof createShutdown>,
): Promise<string> {
  if (config.database.url !== 'embedded') return config.database.url;
  const dataDir = config.database.dataDir ?? defaultDataDir(productName);
  const postgres = await startEmbeddedPostgres({ dataDir, logger }).catch((cause: unknown) => {
    const words = `DATA_DIR: the embedded PostgreSQL could not be started in ${dataDir}: ${fileWords(cause)}.`;
    throw new StartRefusal(words, { cause, isPassing: true });
  });
  shutdown.onStop('postgres', () => postgres.stop());
  keepSecret(postgres.url);
  return postgres.url;
}

if (import.meta.main) await run();
