import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createClient } from 'redis';

export interface RedisServer {
  url: string;
  port: number;
  /** Sends the process a signal: SIGSTOP makes it a black hole, SIGKILL ends it. */
  signal(name: NodeJS.Signals): void;
  /** Runs one command on a connection of its own. */
  command(...words: string[]): Promise<unknown>;
  stop(): Promise<void>;
}

const programs = ['valkey-server', 'redis-server'];
const howToInstall =
  'No Redis to test against: set REDIS_URL, or install one (Debian: apt install redis-server, macOS: brew install redis)';

/** Starts a Redis that keeps nothing, on the port or a free one. Throws with advice when there is none. */
export async function startRedis(port?: number): Promise<RedisServer> {
  const program = programs.find((name) => spawnSync(name, ['--version']).status === 0);
  if (!program) throw new Error(howToInstall);
  const chosen = port ?? (await findFreePort());
  const args = ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: '/tmp' });
  const url = `redis://127.0.0.1:${chosen}`;
  await untilReady(url, child);
  return {
    url,
    port: chosen,
    signal: (name) => void child.kill(name),
    command: (...words) => runCommand(url, words),
    async stop() {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** The Redis that the environment names, else one of our own. */
export async function findRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const url = process.env['REDIS_URL'];
  return url ? { url, stop: async () => {} } : startRedis();
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('The Redis of the test ended');
    try {
      await runCommand(url, ['PING']);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

async function runCommand(url: string, words: string[]): Promise<unknown> {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.sendCommand(words);
  } finally {
    client.destroy();
  }
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (typeof address !== 'object' || !address) throw new Error('No port');
  return address.port;
}
