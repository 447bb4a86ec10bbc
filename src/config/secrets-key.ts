import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileWords } from '../platform/file-words.ts';
import type { Environment } from './environment.ts';

const advice =
  'Make one with `openssl rand -hex 32`, give the same to every process, and keep it with your backups.';

/** What is wrong when there is no key, and no folder that one could be made in. */
export const missingSecretsKey = `SECRETS_KEY: is missing. Only with DATABASE_URL=embedded, or a DATA_DIR, it is made by itself: several processes may share another database, and all need the same key. ${advice}`;

/** What is wrong when the database was sealed under another key. */
export const foreignSecretsKey =
  'SECRETS_KEY: is not the key of this installation: what the database keeps was sealed under another one. Give that one too, after a comma; every process needs the same. If it is lost, `update installation set sealed_link_keys = null` lets the bot start: links of people and access to panels that were added in the chat are then to be made anew.';

/** The environment with a key of this installation; or what keeps one from being made. */
export type KeyedEnvironment = { environment: Environment } | { problem: string };

/**
 * Where no key is given, the one of the data folder: made there at the first start, readable for nobody else. Nothing is made
 * where there is no such folder.
 */
export function withSecretsKey(defaultDataDir: () => string, environment: Environment): KeyedEnvironment {
  const given = environment['SECRETS_KEY']?.trim() || environment['SECRETS_KEY_FILE'];
  const isEmbedded = environment['DATABASE_URL']?.trim() === 'embedded';
  const folder = environment['DATA_DIR']?.trim() || (isEmbedded ? defaultDataDir() : undefined);
  if (given || folder === undefined) return { environment };
  const file = path.join(path.resolve(folder), 'secrets.key');
  try {
    return { environment: { ...environment, SECRETS_KEY: readOrMake(file) } };
  } catch (error) {
    return {
      problem: `SECRETS_KEY: is missing, and cannot be kept in ${file}: ${fileWords(error)}. ${advice}`,
    };
  }
}

function readOrMake(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const made = openSync(file, 'wx', 0o600);
    writeSync(made, `${randomBytes(32).toString('hex')}\n`);
    fsyncSync(made);
    closeSync(made);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < 16) throw new Error('what is kept there is no whole key, put it back from a backup');
  return key;
}
