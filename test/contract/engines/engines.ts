import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../panel/real/processes.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Outside the checkout, so that a fresh clone finds what another one has built. */
const cache = process.env.ENGINES_CACHE ?? join(homedir(), '.cache/hiddify-vpn-bot/engines');

/** The programs as setup.sh builds them; the name carries the version. */
export const engines = [
  'xray-25.12.8',
  'xray-26.3.27',
  'xray-26.7.28',
  'sing-box-1.11.4',
  'sing-box-1.13.2',
  'sing-box-1.14.1',
  'mihomo-1.19.10',
  'hysteria-2.6.0',
  'shadowsocks-rust-1.25.0',
] as const;
export type Engine = (typeof engines)[number];

export const pathOf = (engine: Engine): string => join(cache, engine);

/** Whether the engine is there: two of them cannot be had everywhere. */
export const isBuilt = (engine: Engine): boolean => existsSync(pathOf(engine));

/** Builds what is missing; a quarter of an hour the first time, nothing later. */
export async function installEngines(): Promise<void> {
  await run(join(here, 'setup.sh'), [cache], { maxBuffer: 1e9 });
}

/** A third-party reader of links from PyPI, in a virtual environment beside the engines. */
export const linkReader = join(cache, 'readers/bin/python');
