import { cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PanelProfile } from '@hiddify-vpn-bot/sandbox/panel/profiles.ts';
import type { PanelTarget } from '../target.ts';
import { createDatabase, type Database, openDatabase } from './database.ts';
import { findFreePort, listening, run, start, stop } from './processes.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** Outside the checkout, so that a fresh clone finds what another one has installed. */
const cache = process.env.PANEL_CACHE ?? join(homedir(), '.cache/hiddify-vpn-bot/panel');

/** Starts a published version of the real panel on loopback, installing and initialising it the first time. */
export async function startRealPanel(version: string): Promise<PanelTarget & { stop: () => Promise<void> }> {
  await run(join(here, 'setup.sh'), [version, cache]);
  const folder = join(cache, `run-${process.pid}-${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(await prepareTemplate(version), join(folder, 'db'), { recursive: true });

  const services = await openServices(folder);
  const port = await findFreePort();
  const python = join(cache, `venv-${version}/bin/python`);
  const panel = start([python, join(here, 'serve.py'), String(port)], {
    log: join(folder, 'panel.log'),
    env: services.env,
    cwd: folder,
  });
  await listening(port, panel).catch(async (problem: unknown) => {
    await services.close();
    throw problem;
  });
  const target = await describeTarget(version, port, services.database);
  const capabilities = capabilitiesOf(services.database, join(folder, 'sudo.log'));
  return {
    ...target,
    capabilities,
    stop: async () => {
      await stop(panel);
      await services.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The panel's own initialisation takes a minute, so its result is kept. */
async function prepareTemplate(version: string): Promise<string> {
  const template = join(cache, `template-${version}`);
  if (await exists(join(template, 'hiddifypanel'))) return template;
  const folder = join(cache, `init-${version}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await createDatabase(join(folder, 'db'));
  const services = await openServices(folder);
  const panel = join(cache, `venv-${version}/bin/hiddifypanel`);
  await run(panel, ['init-db'], { env: services.env, cwd: folder, maxBuffer: 1e9 });
  await services.database.query(`UPDATE domain SET domain='vpn.example.com' WHERE id=1;
    UPDATE domain SET domain='cdn.example.com', mode='cdn' WHERE id=2`);
  await services.close();
  await cp(join(folder, 'db'), template, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  return template;
}

async function openServices(folder: string) {
  const config = join(folder, 'config');
  for (const path of ['log/system', 'nginx/parts', 'data/services/nginx/parts', 'singbox/configs']) {
    await mkdir(join(config, path), { recursive: true });
  }
  await writeFile(join(config, 'nginx/parts/short-link.conf'), '');
  await writeFile(join(config, 'data/services/nginx/parts/short-link.conf'), '');
  const stats = { experimental: { v2ray_api: { stats: { users: [] } } } };
  await writeFile(join(config, 'singbox/configs/01_api.json'), JSON.stringify(stats));

  const database = await openDatabase(join(folder, 'db'));
  const redisPort = await findFreePort();
  const redisCommand = ['redis-server', '--port', String(redisPort), '--bind', '127.0.0.1', '--save', ''];
  const redis = start(redisCommand, { log: join(folder, 'redis.log'), cwd: folder });
  await listening(redisPort, redis);
  const env = await writeSettings({ folder, config, databasePort: database.port, redisPort });
  const close = async () => {
    await stop(redis);
    await database.close();
  };
  return { database, env, close };
}

async function writeSettings(given: {
  folder: string;
  config: string;
  databasePort: number;
  redisPort: number;
}) {
  const uri = `mysql+pymysql://panel:panel@127.0.0.1:${given.databasePort}/hiddifypanel?charset=utf8mb4&client_flag=65536`;
  const redis = `redis://127.0.0.1:${given.redisPort}`;
  const lines = [
    'STDOUT_LOG_LEVEL=ERROR',
    `HIDDIFY_CONFIG_PATH=${given.config}/`,
    'SECRET_KEY=contract',
    'DEBUG=False',
    'DB_VERSION=0',
    `SQLALCHEMY_DATABASE_URI='${uri}'`,
    `REDIS_URI_MAIN='${redis}/0'`,
    `REDIS_URI_SSH='${redis}/1'`,
  ];
  const settings = join(given.folder, 'app.cfg');
  await writeFile(settings, `${lines.join('\n')}\n`);
  const stubs = join(here, 'stubs');
  return {
    ...process.env,
    HIDDIFY_CFG_PATH: settings,
    HIDDIFY_CONFIG_PATH: `${given.config}/`,
    REDIS_URI_MAIN: `${redis}/0`,
    REDIS_URI_SSH: `${redis}/1`,
    SQLALCHEMY_DATABASE_URI: uri,
    PANEL_SUDO_LOG: join(given.folder, 'sudo.log'),
    PATH: `${stubs}:${process.env.PATH ?? ''}`,
    PYTHONPATH: stubs,
    TZ: 'UTC',
  };
}

async function describeTarget(
  version: string,
  port: number,
  database: Database,
): Promise<Omit<PanelTarget, 'capabilities'>> {
  const setting = (key: string) =>
    database.query(`SELECT value FROM str_config WHERE \`key\`='${key}' AND child_id=0`);
  return {
    url: `http://127.0.0.1:${port}`,
    adminPath: await setting('proxy_path_admin'),
    clientPath: await setting('proxy_path_client'),
    adminKey: await database.query('SELECT uuid FROM admin_user WHERE id=1'),
    profile: profileOf(version),
    headers: { host: 'vpn.example.com', 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' },
    rolesSkipped: true,
    today: () => new Date().toISOString().slice(0, 10),
  };
}

function profileOf(version: string): PanelProfile {
  const major = Number(version.split('.')[0]);
  if (major >= 14) return 'v14';
  if (major === 13) return 'v13';
  return version.startsWith('12.3') ? 'v12.3.0' : 'v10-12';
}

function capabilitiesOf(database: Database, sudoLog: string): PanelTarget['capabilities'] {
  const sql = (text: string) => database.query(text).then(() => undefined);
  return {
    emptyTable: () => sql('DELETE FROM user_detail; DELETE FROM user'),
    makeOldRow: (uuid, old) => sql(`UPDATE user SET uuid='${old}' WHERE uuid='${uuid}'`),
    removeRow: (uuid) => sql(`DELETE FROM user WHERE uuid='${uuid}'`),
    applyCount: async () => {
      const log = await readFile(sudoLog, 'utf8').catch(() => '');
      return log.split('\n').filter((line) => line.includes('apply-users')).length;
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
