import { findFreePort } from '@hiddify-vpn-bot/embedded-postgres/port.ts';
import { type Child, startChild } from './child.ts';

const entry = new URL('../../src/main.ts', import.meta.url);
/** As infrastructure/Dockerfile runs it. */
const nodeOptions = ['--max-semi-space-size=1'];

/** What the bot under measurement is told; the token is made up. */
export const settings = {
  TELEGRAM_BOT_TOKEN: '1000001:benchmark-telegram-token-0123456789',
  TELEGRAM_ADMIN_ID: '101',
  TELEGRAM_WEBHOOK_SECRET: 'benchmark-secret-0123456789',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'info',
  PANEL_DOMAIN: '127.0.0.1:9',
  PANEL_URL: 'http://127.0.0.1:9',
  HIDDIFY_API_TOKEN: '3bc41ed6-25ca-4d4b-9d2c-1c5a5c4e7d10',
  HIDDIFY_ADMIN_PATH: 'benchmarkadmin',
  HIDDIFY_CLIENT_PATH: 'benchmarkclient',
  SECRETS_KEY: 'benchmark-key-0123456789',
};

export interface Bot extends Child {
  url: string;
}

/** Starts `src/main.ts`, as production does, and waits until it is ready, or connected to Telegram too. */
export async function startBot(given: {
  databaseUrl: string;
  apiRoot: string;
  until?: 'ready' | 'connected';
  more?: Record<string, string>;
}): Promise<Bot> {
  const { databaseUrl, apiRoot, until = 'ready', more = {} } = given;
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = await startChild({
    file: entry,
    nodeOptions,
    words: until === 'ready' ? '"msg":"ready"' : '"msg":"connected to Telegram"',
    environment: {
      ...settings,
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: databaseUrl,
      TELEGRAM_API_ROOT: apiRoot,
      ...more,
    },
  });
  return { ...child, url };
}
