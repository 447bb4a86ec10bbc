import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { withSecretsKey } from '../../src/config/secrets-key.ts';
import { environment } from '../support/environment.ts';
import { endOfMain } from '../support/main.ts';

const { SECRETS_KEY: _given, ...unkeyed } = environment;
const emptyFolder = () => mkdtempSync(path.join(tmpdir(), 'secrets-key-'));
const nowhere = (): string => {
  throw new Error('nobody asked for the folder');
};
const embedded = (folder: string) =>
  withSecretsKey(nowhere, { ...unkeyed, DATABASE_URL: 'embedded', DATA_DIR: folder });
const keyIn = (keyed: ReturnType<typeof withSecretsKey>) =>
  'problem' in keyed ? keyed.problem : keyed.environment['SECRETS_KEY'];

describe('without SECRETS_KEY', () => {
  it('a key is made at the first start in the data folder, for nobody else to read, and stays', () => {
    const folder = path.join(emptyFolder(), 'data');
    const made = keyIn(embedded(folder));
    expect(made).toMatch(/^[\da-f]{64}$/);
    expect(statSync(path.join(folder, 'secrets.key')).mode & 0o777).toBe(0o600);
    expect(keyIn(embedded(folder))).toBe(made);
    expect(keyIn(embedded(path.join(emptyFolder(), 'data')))).not.toBe(made);
    expect(keyIn(withSecretsKey(() => folder, { DATABASE_URL: 'embedded' }))).toBe(made);
  });

  it('a folder that cannot be written, and a key that was cut off, are said in words', () => {
    const file = path.join(emptyFolder(), 'file');
    writeFileSync(file, '');
    expect(keyIn(embedded(path.join(file, 'data')))).toMatch(
      /^SECRETS_KEY: is missing, and cannot be kept in .*: a part of its path is a file\. Make one/,
    );
    const folder = emptyFolder();
    writeFileSync(path.join(folder, 'secrets.key'), '');
    expect(keyIn(embedded(folder))).toContain('no whole key, put it back from a backup');
  });

  it('one that is given, in the environment or in a file, is left alone', () => {
    const folder = emptyFolder();
    for (const given of [{ SECRETS_KEY: 'x'.repeat(16) }, { SECRETS_KEY_FILE: '/run/secrets/key' }]) {
      const all = { DATABASE_URL: 'embedded', DATA_DIR: folder, ...given };
      expect(withSecretsKey(nowhere, all)).toEqual({ environment: all });
    }
  });

  it('a process on a database that others may share ends with 78 and says what to do', () => {
    const started = endOfMain(emptyFolder(), unkeyed);
    expect(started.status).toBe(78);
    expect(started.stderr).toContain('  SECRETS_KEY: is missing.');
    expect(started.stderr).toContain('openssl rand -hex 32');
    expect(started.stderr.match(/^ {2}\w+:/gm)).toHaveLength(1);
  });
});

describe('what is derived', () => {
  it('for what comes is never derived from the token: who has that can compute nothing', () => {
    const keys = (changes: Record<string, string>) => {
      const { telegram, buttonKeys, sealKeys, keyTokenKeys } = readConfig({ ...environment, ...changes });
      return [telegram.webhookSecret, buttonKeys[0], sealKeys[0], keyTokenKeys[0]];
    };
    const now = keys({});
    expect(keys({ TELEGRAM_BOT_TOKEN: '1000001:rotated-after-a-leak-0123456789' })).toEqual(now);
    const others = keys({ SECRETS_KEY: 'another-key-of-the-test-0123456789' });
    for (const [at, key] of now.entries()) expect(others[at]).not.toBe(key);
    const ofToken = (purpose: string) =>
      createHmac('sha256', environment.TELEGRAM_BOT_TOKEN).update(purpose).digest('base64url');
    expect(now).not.toContain(ofToken('webhook secret'));
  });

  it('for what was sealed before are the former keys and that of the token, the newest first', () => {
    const [one, two] = ['a'.repeat(16), 'b'.repeat(16)];
    const of = (text: string) => readConfig({ ...environment, SECRETS_KEY: text }).sealKeys;
    const [former, ofToken] = of(one);
    const [newest, next, whole, last] = of(`${two}, ${one}`);
    expect([newest, next, last]).toEqual([of(two)[0], former, ofToken]);
    // A single key of an earlier version may have held a comma.
    expect(whole).toBe(createHmac('sha256', `${two}, ${one}`).update('secrets at rest').digest('base64url'));
  });

  it('a key that is too short is a mistake, once', () => {
    expect(() => readConfig({ ...environment, SECRETS_KEY: `${'a'.repeat(16)},short` })).toThrow('1 problem');
    expect(readFileSync(path.resolve(import.meta.dirname, '../../.env.example'), 'utf8')).toContain(
      'SECRETS_KEY',
    );
  });
});
