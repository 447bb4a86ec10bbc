import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { moneyProblems } from './money-rules.ts';
import type { Currency } from '../platform/money.ts';
import type { Setting } from './setting.ts';
import { retiredSettings, settings } from './all-settings.ts';

export type AccessMode = 'open' | 'invite' | 'closed';

/** Everything the process was told, checked and shaped. Built once, by `readConfig`. */
export interface Config {
  telegram: { token: string; adminIds: readonly number[]; webhookSecret: string; apiRoot: string };
  buttonKey: string;
  http: { publicUrl: string; host: string; port: number; trustedProxies: readonly string[] };
  logLevel: string;
  metricsToken: string | undefined;
  database: { url: string; dataDir: string | undefined };
  redisUrl: string | undefined;
  /** The first panel; others are added while running. */
  panel: {
    url: string;
    domain: string;
    adminPath: string;
    clientPath: string;
    apiKey: string;
    timeZone: string;
    needsReapply: boolean;
  };
  /** Whether panels may be added that stand in a private network. */
  allowPrivatePanels: boolean;
  /** 32 bytes in base64url, under which secrets are kept in the database. */
  sealKey: string;
  reality: {
    host: string;
    port: number;
    sni: string;
    publicKey: string | undefined;
    shortId: string | undefined;
    xrayVersion: string | undefined;
    minClientVersion: string | undefined;
    encryption: string | undefined;
    mldsa65Verify: string | undefined;
  };
  /** Read field by field where keys are made, as those of `reality` are. */
  hysteria2: {
    port: string | undefined;
    hopPorts: string | undefined;
    sni: string;
    obfsPassword: string | undefined;
    certSha256: string | undefined;
    publicKeySha256: string | undefined;
  };
  shadowsocks: { port: string | undefined; serverKey: string | undefined };
  /** Under which addresses for apps are signed. */
  keyTokenKey: string;
  /** Whether subscription links lead to this server. */
  ownSubscriptions: boolean;
  service: {
    name: string;
    accessMode: AccessMode;
    trialDays: number;
    trialGigabytes: number;
    timeZone: string;
  };
  money: MoneyConfig;
  /** Things the operator should know that do not stop the start. */
  warnings: readonly string[];
}

/** How people pay; a provider without its key is not there. */
export interface MoneyConfig {
  /** In the order in which they are offered. */
  ways: readonly ('card' | 'stars' | 'crypto' | 'balance')[];
  currency: Currency;
  stripe: { secretKey: string; webhookSecrets: readonly string[]; apiBase: string } | undefined;
  cryptoPay: { token: string; apiBase: string } | undefined;
  supportContact: string | undefined;
}

/** The configuration cannot be used. `problems` names every mistake at once, never a secret's value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s)`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads names, checks values, decides combinations. Throws `ConfigError` with all mistakes together. */
export function readConfig(environment: Environment = process.env): Config {
  const problems: string[] = [];
  const values = readValues(environment, problems);
  const databaseUrl = (values['DATABASE_URL'] as string | undefined) ?? databaseUrlFromParts(values);
  for (const setting of settings) {
    const given = setting.name === 'DATABASE_URL' ? databaseUrl : values[setting.name];
    const mentioned = problems.some((problem) => problem.startsWith(`${setting.name}:`));
    if (setting.required === 'production' && given === undefined && !mentioned)
      problems.push(missing(setting));
  }
  problems.push(...moneyProblems(values));
  if (problems.length > 0) throw new ConfigError(problems);
  return shape(values, databaseUrl as string, warningsFor(environment));
}

function readValues(environment: Environment, problems: string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const setting of settings) {
    const raw = readRaw(environment, setting.name, problems);
    if (raw === undefined || raw === '') continue;
    const checked = raw.startsWith('CHANGE_ME') ? undefined : setting.schema.safeParse(raw);
    if (checked?.success) values[setting.name] = checked.data;
    else problems.push(mistake(setting, checked?.error?.issues[0]?.message));
  }
  return values;
}

/** `NAME`, or the content of the file that `NAME_FILE` names (how containers hand over secrets). */
function readRaw(environment: Environment, name: string, problems: string[]): string | undefined {
  const file = environment[`${name}_FILE`];
  // Compose files pass what is not set as an empty text.
  const given = environment[name]?.trim();
  if (given || !file) return given;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    problems.push(
      `${name}: the file that ${name}_FILE names cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
    return undefined;
  }
}

function missing({ name, purpose, format, howToGet }: Setting): string {
  return `${name}: is missing. ${purpose} Write it as: ${format}.${howToGet === undefined ? '' : ` ${howToGet}`}`;
}

function mistake({ name, format, example }: Setting, reason = 'still holds the placeholder'): string {
  return `${name}: ${reason}. Write it as: ${format}${example === undefined ? '' : `, for example ${example}`}.`;
}

function databaseUrlFromParts(values: Record<string, unknown>): string | undefined {
  if (values['POSTGRES_HOST'] === undefined) return undefined;
  const url = new URL('postgres://localhost');
  url.hostname = text(values, 'POSTGRES_HOST');
  url.port = text(values, 'POSTGRES_PORT', '5432');
  url.username = text(values, 'POSTGRES_USER', 'vpnbot');
  url.password = encodeURIComponent(text(values, 'POSTGRES_PASSWORD', ''));
  url.pathname = text(values, 'POSTGRES_DB', 'vpnbot');
  return url.href;
}

function text(values: Record<string, unknown>, name: string, fallback = ''): string {
  const value = values[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback;
}

function redisUrl(values: Record<string, unknown>): string | undefined {
  if (values['REDIS_URL'] === undefined) return undefined;
  const url = new URL(text(values, 'REDIS_URL'));
  if (url.password === '' && values['REDIS_PASSWORD'] !== undefined)
    url.password = encodeURIComponent(text(values, 'REDIS_PASSWORD'));
  return url.href;
}

function warningsFor(environment: Environment): string[] {
  return Object.entries(retiredSettings)
    .filter(([name]) => environment[name] !== undefined)
    .map(([name, instead]) => `${name} is not used any more: ${instead}`);
}

/** Keys that nobody should have to invent: derived, so that every replica has the same ones. */
function derive(token: string, purpose: string): string {
  return createHmac('sha256', token).update(purpose).digest('base64url');
}

function shape(values: Record<string, unknown>, databaseUrl: string, warnings: string[]): Config {
  const read = <T>(name: string, fallback: T): T => (values[name] as T | undefined) ?? fallback;
  const maybe = (name: string): string | undefined => values[name] as string | undefined;
  const token = text(values, 'TELEGRAM_BOT_TOKEN');
  const domain = text(values, 'PANEL_DOMAIN');
  return {
    telegram: {
      token,
      adminIds: values['TELEGRAM_ADMIN_ID'] as number[],
      webhookSecret: read('TELEGRAM_WEBHOOK_SECRET', derive(token, 'webhook secret')),
      apiRoot: read('TELEGRAM_API_ROOT', 'https://api.telegram.org'),
    },
    buttonKey: derive(token, 'button signatures'),
    http: {
      publicUrl: text(values, 'PUBLIC_URL').replace(/\/+$/, ''),
      host: read('HOST', '127.0.0.1'),
      port: read('PORT', 8080),
      trustedProxies: read<string[]>('TRUSTED_PROXIES', []),
    },
    logLevel: read('LOG_LEVEL', 'info'),
    metricsToken: values['METRICS_TOKEN'] as string | undefined,
    database: { url: databaseUrl, dataDir: values['DATA_DIR'] as string | undefined },
    redisUrl: redisUrl(values),
    panel: {
      url: read('PANEL_URL', `https://${domain}`),
      domain,
      adminPath: text(values, 'HIDDIFY_ADMIN_PATH'),
      clientPath: text(values, 'HIDDIFY_CLIENT_PATH'),
      apiKey: text(values, 'HIDDIFY_API_TOKEN'),
      timeZone: read('PANEL_TIME_ZONE', read('TIME_ZONE', 'Europe/Moscow')),
      needsReapply: read<string>('PANEL_SETTLES', 'no') === 'yes',
    },
    allowPrivatePanels: read<string>('PANEL_ALLOW_PRIVATE', 'no') === 'yes',
    sealKey: derive(read('SECRETS_KEY', token), 'secrets at rest'),
    reality: {
      host: read('VPS_IP', domain),
      port: read('REALITY_PORT', 443),
      sni: read('REALITY_SNI', 'www.apple.com'),
      publicKey: maybe('REALITY_PUBLIC_KEY'),
      shortId: maybe('REALITY_SHORT_ID'),
      xrayVersion: maybe('REALITY_XRAY_VERSION'),
      minClientVersion: maybe('REALITY_MIN_CLIENT_VERSION'),
      encryption: maybe('REALITY_ENCRYPTION'),
      mldsa65Verify: maybe('REALITY_MLDSA65_VERIFY'),
    },
    hysteria2: {
      port: maybe('HYSTERIA2_PORT'),
      hopPorts: maybe('HYSTERIA2_HOP_PORTS'),
      sni: read('HYSTERIA2_SNI', domain),
      obfsPassword: maybe('HYSTERIA2_OBFS_PASSWORD'),
      certSha256: maybe('HYSTERIA2_CERT_SHA256'),
      publicKeySha256: maybe('HYSTERIA2_PUBLIC_KEY_SHA256'),
    },
    keyTokenKey: derive(read('SECRETS_KEY', token), 'addresses of keys'),
    ownSubscriptions: read<string>('OWN_SUBSCRIPTIONS', 'no') === 'yes',
    shadowsocks: { port: maybe('SHADOWSOCKS_PORT'), serverKey: maybe('SHADOWSOCKS_SERVER_KEY') },
    service: {
      name: read('SERVICE_NAME', 'VPN'),
      accessMode: read<AccessMode>('ACCESS_MODE', 'invite'),
      trialDays: read('TRIAL_DAYS', 7),
      trialGigabytes: read('TRIAL_GIGABYTES', 5),
      timeZone: read('TIME_ZONE', 'Europe/Moscow'),
    },
    money: readMoney(values),
    warnings,
  };
}

function readMoney(values: Record<string, unknown>): MoneyConfig {
  const stripeKey = values['STRIPE_SECRET_KEY'] as string | undefined;
  const cryptoToken = values['CRYPTO_PAY_TOKEN'] as string | undefined;
  return {
    ways: (values['PAYMENT_WAYS'] as MoneyConfig['ways'] | undefined) ?? [
      'card',
      'stars',
      'crypto',
      'balance',
    ],
    currency: (values['PAYMENT_CURRENCY'] as Currency | undefined) ?? 'USD',
    stripe:
      stripeKey === undefined
        ? undefined
        : {
            secretKey: stripeKey,
            webhookSecrets: (values['STRIPE_WEBHOOK_SECRET'] as string[] | undefined) ?? [],
            apiBase: text(values, 'STRIPE_API_BASE', 'https://api.stripe.com'),
          },
    cryptoPay:
      cryptoToken === undefined
        ? undefined
        : { token: cryptoToken, apiBase: text(values, 'CRYPTO_PAY_API_BASE', 'https://pay.crypt.bot') },
    supportContact: values['SUPPORT_CONTACT'] as string | undefined,
  };
}
