import type { Database } from '../platform/db.ts';
import { rememberLinkKeys } from '../platform/installation.ts';
import { createSeal, type Seal } from '../platform/seal.ts';
import { type Config, ConfigError } from './config.ts';
import { foreignSecretsKey } from './secrets-key.ts';

/** The seal of this installation, and the keys under which links of people were ever signed. Throws `ConfigError`. */
export async function openKeys(db: Database, told: Config): Promise<{ config: Config; seal: Seal }> {
  const seal = createSeal(told.sealKeys);
  const keys = await rememberLinkKeys(db, { seal, keys: told.keyTokenKeys });
  if (keys === undefined) throw new ConfigError([foreignSecretsKey]);
  return { config: { ...told, keyTokenKeys: [...keys] }, seal };
}
