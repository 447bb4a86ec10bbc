import { createHash } from 'node:crypto';
import path from 'node:path';
import { defaultDataDir } from '@hiddify-vpn-bot/embedded-postgres/data-dir.ts';
import type { PanelStandIn } from './panel/stand-in.ts';
import type { Providers } from './providers/providers.ts';
import { anna } from './people.ts';

/** Made up: the stand-ins know no other, and the real Telegram would refuse it. */
export const sandboxToken = '1000001:sandbox-telegram-token-0123456789';

/** Any valid X25519 public key: nobody connects with keys of the sandbox. */
const realityKey = 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM';

/** Logs of one copy of the sandbox; a copy is a port of a checkout. */
export function dataFolder(port: number): string {
  return path.resolve('.data', `sandbox-${port}`);
}

/** Its database, which the database's own account must be able to reach: not always below the checkout. */
export function databaseFolder(port: number, checkout = process.cwd()): string {
  const mark = createHash('sha256').update(checkout).digest('hex').slice(0, 8);
  return defaultDataDir(path.join('hiddify-vpn-bot', `sandbox-${mark}-${port}`));
}

/** What the bot is told: the stand-ins' addresses under the settings that production uses. */
export function botEnvironment(given: {
  port: number;
  panel: PanelStandIn;
  providers: Providers;
  apiRoot: string;
}): NodeJS.ProcessEnv {
  const { port, panel, providers, apiRoot } = given;
  const inherited = [
    'PATH',
    'HOME',
    'TMPDIR',
    'LOG_LEVEL',
    'ACCESS_MODE',
    'TRIAL_DAYS',
    'TRIAL_GIGABYTES',
    'SERVICE_NAME',
    'TIME_ZONE',
  ];
  const kept = Object.fromEntries(
    inherited.map((name) => [name, process.env[name]]).filter(([, value]) => value !== undefined),
  );
  return {
    ...kept,
    TELEGRAM_BOT_TOKEN: sandboxToken,
    TELEGRAM_ADMIN_ID: String(anna.id),
    TELEGRAM_API_ROOT: apiRoot,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: 'embedded',
    DATA_DIR: databaseFolder(port),
    PANEL_DOMAIN: panel.domain,
    PANEL_URL: panel.url,
    HIDDIFY_API_TOKEN: panel.adminKey,
    HIDDIFY_ADMIN_PATH: panel.adminPath,
    // The stand-in’s days change at midnight there.
    PANEL_TIME_ZONE: 'UTC',
    HIDDIFY_CLIENT_PATH: panel.clientPath,
    ...providers.environment(),
    VPS_IP: '203.0.113.10',
    REALITY_PUBLIC_KEY: realityKey,
    REALITY_SHORT_ID: '0123456789abcdef',
    REALITY_SNI: 'www.example.com',
  };
}
