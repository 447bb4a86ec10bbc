import { createHmac } from 'node:crypto';
import type { Told as ProtocolsTold } from '../features/keys/protocols/settings.ts';
import { toldProviders } from '../features/money/providers/settings.ts';
import { moneyProblems } from '../features/money/settings.rules.ts';
import { keepSecret } from '../platform/known-secrets.ts';
import { databaseUrlOf, redisUrlOf } from '../platform/settings.ts';
import type { ValuesOf } from '../platform/setting.ts';
import type { Environment } from './environment.ts';
import { retiredSettings, settings, settingsInOrder } from './all-settings.ts';
import { nearNames } from './near-names.ts';
import { isWhole, readHouses } from './read-houses.ts';
import { missingSecretsKey, withSecretsKey } from './secrets-key.ts';

/** Everything the process was told, checked and shaped. Built once, by `readConfig`. */
export type Config = ReturnType<typeof shape>;

/** The configuration cannot be used. `problems` names every mistake at once, never a secret's value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s)`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Reads the settings of every house and decides combinations. From then on nothing that is logged shows a secret one.
 * Throws `ConfigError` with all mistakes together.
 */
export function readConfig(environment: Environment = process.env): Config {
  const { given, problems, secrets } = readHouses<Told>(settings, environment);
  keepSecret(...secrets);
  problems.push(...moneyProblems({ money: given.money ?? {}, providers: given }));
  if (given.storage?.databaseUrl === 'embedded' && given.storage.ownerUrl !== undefined)
    problems.push(embeddedHasItsOwner);
  const isSaid = problems.some((problem) => problem.startsWith('SECRETS_KEY:'));
  if (!isSaid && isKeyMissing(given)) problems.push(missingSecretsKey);
  const warnings = warningsFor(environment);
  if (problems.length > 0 || !isWhole<Told>(settings, given))
    throw new ConfigError([...problems, ...warnings]);
  const config = shape(given, warnings);
  const { buttonKeys, sealKeys, keyTokenKeys } = config;
  keepSecret(config.telegram.webhookSecret, ...buttonKeys, ...sealKeys, ...keyTokenKeys);
  return config;
}

const embeddedHasItsOwner =
  'DATABASE_OWNER_URL: the embedded database has both roles by itself. Leave it out.';

/** The same for a process of its own, with the key of its data folder where none is given. */
export function readOwnConfig(defaultDataDir: () => string, environment: Environment = process.env): Config {
  const keyed = withSecretsKey(defaultDataDir, environment);
  if ('problem' in keyed) throw new ConfigError([keyed.problem]);
  return readConfig(keyed.environment);
}

/** The values of every house's settings. */
type Told = { [House in keyof typeof settings]: ValuesOf<(typeof settings)[House]> };

/** Without any database there is more to be said first. */
function isKeyMissing({ panel, storage }: Partial<{ [House in keyof Told]: Partial<Told[House]> }>): boolean {
  const isDatabaseGiven = storage?.databaseUrl !== undefined || storage?.host !== undefined;
  return isDatabaseGiven && panel?.secretsKeys === undefined;
}

function warningsFor(environment: Environment): readonly string[] {
  const retired = Object.entries(retiredSettings)
    .filter(([name]) => environment[name] !== undefined)
    .map(([name, instead]) => `${name} is not used any more: ${instead}`);
  const known = [...settingsInOrder.map(({ name }) => name), ...Object.keys(retiredSettings)];
  const near = nearNames(environment, known).map(
    ({ name, meant }) => `${name} is no setting and was not read: is ${meant} meant?`,
  );
  return [...retired, ...near];
}

/** Puts together what follows from several houses, beside what each was told. */
function shape(told: Told, warnings: readonly string[]) {
  const {
    telegram,
    http,
    log,
    metrics,
    storage,
    feeds,
    name,
    access,
    invites,
    trial,
    dates,
    grace,
    reminders,
  } = told;
  return {
    telegram: {
      ...telegram,
      webhookSecret: telegram.webhookSecret ?? derive(newestKey(told), 'webhook secret'),
    },
    http,
    logLevel: log.level,
    metricsToken: metrics.token,
    database: { url: databaseUrlOf(storage), ownerUrl: storage.ownerUrl, dataDir: storage.dataDir },
    redisUrl: redisUrlOf(storage),
    ...derivedKeys(told),
    panel: firstPanel(told),
    /** Whether panels that admins add may stand in a private network. */
    allowPrivatePanels: told.panel.allowPrivate,
    server: serverPlace(told),
    protocols: ofProtocols(told),
    /** Whether subscription links lead to this server; undefined leaves it to admins. */
    ownSubscriptions: feeds.ownSubscriptions,
    service: {
      name: name.name,
      accessMode: access.accessMode,
      managerCaps: invites,
      trial,
      timeZone: dates.timeZone,
      reminders,
      grace,
    },
    money: payments(told),
    /** Things the operator should know that do not stop the start. */
    warnings,
  };
}

/**
 * Keys of each kind, derived, so that every replica has the same ones: the newest first, then those of what was sealed and
 * signed before. Earlier versions derived theirs from the token.
 */
function derivedKeys({ telegram: { token }, panel: { secretsKeys = [] } }: Told) {
  const ofEach = (purpose: string) => [...secretsKeys, token].map((secret) => derive(secret, purpose));
  return {
    buttonKeys: ofEach('button signatures'),
    /** 32 bytes in base64url each, under which secrets are kept in the database. */
    sealKeys: ofEach('secrets at rest'),
    /** Under which addresses for apps are signed. */
    keyTokenKeys: ofEach('addresses of keys'),
  };
}

/** Nothing new is derived from the token: whoever gets hold of it could compute that. */
function newestKey({ panel: { secretsKeys: [newest] = [] } }: Told): string {
  if (newest === undefined) throw new Error('There is no SECRETS_KEY');
  return newest;
}

function derive(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}

/** The first panel; others are added while running. */
function firstPanel({ panel, dates }: Told) {
  const { domain, adminPath, clientPath, apiKey, needsReapply } = panel;
  const { url = `https://${domain}`, timeZone = dates.timeZone } = panel;
  return { url, domain, adminPath, clientPath, apiKey, timeZone, needsReapply };
}

/** Keys point at the panel unless told otherwise. */
function serverPlace({ server, panel: { domain } }: Told) {
  return { host: server.host ?? domain, domain };
}

/** Each protocol finds its own by its name. */
function ofProtocols(told: ProtocolsTold): ProtocolsTold {
  return told;
}

/** How people pay; a provider without its key is not there. */
function payments(told: Told) {
  const { money, support } = told;
  return {
    /** In the order in which they are offered. */
    ways: money.ways,
    currency: money.currency,
    providers: toldProviders(told),
    supportContact: support.contact,
  };
}
