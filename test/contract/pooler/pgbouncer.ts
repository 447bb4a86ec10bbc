import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerAccount } from '@hiddify-vpn-bot/embedded-postgres/account.ts';
import { findFreePort } from '@hiddify-vpn-bot/embedded-postgres/port.ts';
import { eventually } from '../../support/eventually.ts';

/** Debian's on a machine of CI. */
const program = 'pgbouncer';

export type PoolMode = 'session' | 'transaction' | 'statement';

/** A PgBouncer of its own before one PostgreSQL. */
export interface Pooler {
  /** The address of a database of that PostgreSQL, through the pooler. */
  before(databaseUrl: string): string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Runs the PgBouncer that is installed, with its own defaults but for what is given. */
export async function openPooler(
  databaseUrl: string,
  given: { mode: PoolMode; more?: Readonly<Record<string, string>> },
): Promise<Pooler> {
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  // It refuses to be root, and has to read what is written here.
  await chmod(folder, 0o755);
  const { hostname, port, username, password } = new URL(databaseUrl);
  const listensOn = await findFreePort();
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: String(listensOn),
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(folder, 'users.txt'),
    pool_mode: given.mode,
    ...given.more,
  };
  await writeFile(settings.auth_file, `"${username}" "${password}"\n`);
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, `[databases]\n* = host=${hostname} port=${port}\n[pgbouncer]\n${lines.join('\n')}\n`);
  let child: ChildProcess | undefined;
  let output = '';

  async function start(): Promise<void> {
    const { uid, gid } = findServerAccount() ?? {};
    const started = spawn(program, [file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
    child = started;
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    await eventually(async () => {
      if (started.exitCode !== null) throw new Error(`PgBouncer ended:\n${output}`);
      await reach(listensOn);
    });
  }

  async function kill(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGKILL');
    await ended;
  }

  await start();
  return {
    before(url) {
      const through = new URL(url);
      through.port = String(listensOn);
      return through.href;
    },
    kill,
    start,
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function reach(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}
