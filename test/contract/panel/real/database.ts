import type { ChildProcess } from 'node:child_process';
import { findFreePort, listening, run, start, stop } from './processes.ts';

/** A private MariaDB on loopback. */
export interface Database {
  readonly port: number;
  /** Rows of the panel's schema, columns by tab. */
  query: (sql: string) => Promise<string>;
  close: () => Promise<void>;
}

/** Opens the data folder, which must exist. */
export async function openDatabase(folder: string): Promise<Database> {
  const port = await findFreePort();
  const socket = `${folder}.sock`;
  const server: ChildProcess = start(
    [
      'mariadbd',
      '--no-defaults',
      '--user=root',
      `--datadir=${folder}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${socket}`,
      '--innodb-buffer-pool-size=128M',
    ],
    { log: `${folder}.log`, cwd: folder },
  );
  await listening(port, server);
  return {
    port,
    query: async (sql) => {
      const login = ['--no-defaults', '-uroot', `--socket=${socket}`, '-N', '-e', sql];
      return (await run('mariadb', [...login, 'hiddifypanel'])).stdout.trim();
    },
    close: () => stop(server),
  };
}

/** Makes an empty data folder with the panel's schema name and its login. */
export async function createDatabase(folder: string): Promise<void> {
  const how = [
    '--no-defaults',
    `--datadir=${folder}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ];
  await run('mariadb-install-db', how);
  const database = await openDatabase(folder);
  const sql = `CREATE DATABASE hiddifypanel CHARACTER SET utf8mb4;
    CREATE USER panel@'127.0.0.1' IDENTIFIED BY 'panel'; GRANT ALL ON *.* TO panel@'127.0.0.1';`;
  await run('mariadb', ['--no-defaults', '-uroot', `--socket=${folder}.sock`, '-e', sql]);
  await database.close();
}
