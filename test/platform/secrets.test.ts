import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp } from '../../src/app/app.ts';
import { ConfigError, readConfig } from '../../src/config/config.ts';
import { createKeyTokens } from '../../src/features/keys/feed/tokens.rules.ts';
import { openAccess, sealAccess } from '../../src/features/panels/fleet/access.rules.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { readInstallation, rememberLinkKeys } from '../../src/platform/installation.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { createSeal } from '../../src/platform/seal.ts';
import { createButtonCodec } from '../../src/telegram/screens/buttons.ts';
import { environment } from '../support/environment.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const [one, two, three] = ['a', 'b', 'c'].map((letter) => Buffer.alloc(32, letter).toString('base64url'));
const keysOf = (...keys: (string | undefined)[]) => keys.filter((key) => key !== undefined);
const panelUuid = '00000000-0000-4000-8000-000000000007';
const holder = { userId: 7, feedId: panelUuid, panelUuid };

describe('while one key takes the place of another', () => {
  it('what either sealed opens, and is sealed anew under the newest', () => {
    const before = createSeal(keysOf(one)).close('text', 'purpose');
    const during = createSeal(keysOf(two, one));
    expect(during.open(before, 'purpose')).toBe('text');
    expect(during.open(before, 'another purpose')).toBeUndefined();
    const after = during.renew(before, 'purpose') ?? '';
    expect(createSeal(keysOf(two)).open(after, 'purpose')).toBe('text');
    expect(during.renew(after, 'purpose')).toBeUndefined();
    expect(createSeal(keysOf(three)).renew(before, 'purpose')).toBeUndefined();
  });

  it('buttons and links that were signed before are taken, those of others are not', () => {
    const [former, now] = [createButtonCodec('one', 1), createButtonCodec(['two', 'one'], 1)];
    const data = former.encode({ route: 'home', args: [] }, 7);
    expect(now.decode(data, 7)).toEqual({ route: 'home', args: [] });
    expect(now.decode(data, 8)).toBe('stale');
    expect(former.decode(now.encode({ route: 'home', args: [] }, 7), 7)).toBe('stale');
    const [links, newer] = [createKeyTokens('one'), createKeyTokens(['two', 'one'])];
    expect(newer.matches(links.issue(holder), holder)).toBe(true);
    expect(newer.matches(createKeyTokens('three').issue(holder), holder)).toBe(false);
    expect(newer.issue(holder)).toBe(createKeyTokens('two').issue(holder));
  });
});

describe('an installation', () => {
  const remember = (seals: (string | undefined)[], ...keys: string[]) =>
    rememberLinkKeys(database.db, { seal: createSeal(keysOf(...seals)), keys });

  it('has one id for good, and knows every key that its links were ever signed under', async () => {
    const id = await readInstallation(database.db);
    expect(await Promise.all([1, 2, 3].map(() => readInstallation(database.db)))).toEqual([id, id, id]);
    expect(await remember([one], 'first', 'of the token')).toEqual(['first', 'of the token']);
    expect(await remember([two, one], 'second', 'first')).toEqual(['second', 'first', 'of the token']);
    // The former key is gone from the settings, and its links open still.
    expect(await remember([two], 'second')).toEqual(['second', 'first', 'of the token']);
  });

  it('does not start under a key that is another installation’s, and says how to go on', async () => {
    expect(await remember([three], 'third')).toBeUndefined();
    const { url } = database;
    const start = startApp({
      config: readConfig({ ...environment, TELEGRAM_API_ROOT: 'http://127.0.0.1:9', PORT: '0' }),
      databaseUrl: url,
      logger: createLogger('silent'),
      clock: systemClock,
    });
    const error: unknown = await start.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).problems.join()).toContain('is not the key of this installation');
  });
});

it('what the token sealed is sealed anew at the start, so that the token can be replaced after a leak', async () => {
  const fresh = await freshDatabase();
  const access = { adminPath: 'a', clientPath: 'c', apiKey: crypto.randomUUID() };
  const told = (changes: Record<string, string> = {}) =>
    readConfig({ ...environment, TELEGRAM_API_ROOT: 'http://127.0.0.1:9', PORT: '0', ...changes });
  const { sealKeys } = told();
  const ofToken = createSeal(sealKeys.at(-1) ?? '');
  await fresh.db.execute(
    sql`insert into panels (name, url, domain, sealed_access, "group", time_zone, created_at, updated_at)
        values ('added in the chat', 'http://127.0.0.1:9', 'added.example.com', ${sealAccess(ofToken, access)}, 'main', 'UTC', now(), now())`,
  );
  const app = await startApp({
    config: told(),
    databaseUrl: fresh.url,
    logger: createLogger('silent'),
    clock: systemClock,
  });
  await app.stop();
  const rotated = told({ TELEGRAM_BOT_TOKEN: '1000001:rotated-after-a-leak-0123456789' });
  const { rows } = await fresh.db.execute<{ sealed: string }>(
    sql`select sealed_access as sealed from panels where name = 'added in the chat'`,
  );
  expect(openAccess(createSeal(rotated.sealKeys), rows[0]?.sealed ?? '')).toEqual(access);
  await fresh.drop();
});
