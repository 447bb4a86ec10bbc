import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const project = resolve(import.meta.dirname, '../../..');
const command = promisify(execFile);

/** The Caddy that is installed, Debian's on a machine of CI. */
const installedCaddy = 'caddy';
/** The oldest that repeats a request with its body; README names it. */
const repeatingVersion = '2.11.2';
/** Outside the checkout, so that a fresh clone finds what another one has built. */
const cache = join(homedir(), '.cache/hiddify-vpn-bot/caddy');

/** The program of that Caddy; builds it where it is not there yet, which takes minutes. */
export async function repeatingCaddy(): Promise<string> {
  await command(join(import.meta.dirname, 'setup.sh'), [repeatingVersion, cache], { maxBuffer: 1e9 });
  return join(cache, `caddy-${repeatingVersion}`);
}

/** Those that the Caddyfile is written for. */
export const testedCaddys = [
  { name: 'the Caddy installed', program: async () => await Promise.resolve(installedCaddy) },
  { name: `Caddy ${repeatingVersion}`, program: repeatingCaddy },
];

export interface Door {
  readonly port: number;
  /** Everything written to the access log so far. */
  log(): string;
  close(): Promise<void>;
}

/** Runs a real Caddy with the project's Caddyfile, over plain http on a free loopback port. */
export async function openCaddy(upstreams: readonly number[], program = installedCaddy): Promise<Door> {
  const folder = await mkdtemp(join(tmpdir(), 'caddy-'));
  const port = await freePort();
  const environment = {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    DOMAIN: `http://127.0.0.1:${port}`,
    UPSTREAMS: upstreams.map((upstream) => `127.0.0.1:${upstream}`).join(' '),
    CADDY_ADMIN: `unix/${join(folder, 'admin.sock')}`,
  };
  const { stdout } = await command(program, ['adapt', '--config', join(project, 'Caddyfile')], {
    env: environment,
  });
  // A site with a port listens on every address; a test stays on loopback.
  await writeFile(join(folder, 'caddy.json'), stdout.replaceAll(`":${port}"`, `"127.0.0.1:${port}"`));
  const child = spawn(program, ['run', '--config', join(folder, 'caddy.json')], { env: environment });
  const output = collect(child);
  await answering(port, child, output);
  return {
    port,
    log: () => output.access,
    async close() {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true });
    },
  };
}

interface Output {
  access: string;
  errors: string;
}

function collect(child: ChildProcess): Output {
  const output: Output = { access: '', errors: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.access += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.errors += chunk.toString()));
  return output;
}

async function answering(port: number, child: ChildProcess, output: Output): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/none`).catch(() => undefined);
    if (answer) return;
  }
  throw new Error(`Caddy did not start: ${output.errors}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
