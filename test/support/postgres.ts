import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/platform/db.ts';
import { templateDatabase } from './global-setup.ts';

export interface FreshDatabase {
  url: string;
  db: Database;
  /** Closes the connections and removes the database. */
  drop(): Promise<void>;
}

/** A database of one's own with every migration applied and no rows: 50 ms. */
export async function freshDatabase(): Promise<FreshDatabase> {
  return await createDatabase(` template ${templateDatabase} strategy file_copy`);
}

/** A database of one's own with nothing in it. */
export async function emptyDatabase(): Promise<FreshDatabase> {
  return await createDatabase('');
}

async function createDatabase(from: string): Promise<FreshDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await onServer(`create database ${name}${from}`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = name;
  const database = openDatabase(url.href, { max: 10, applicationName: 'test' });
  return {
    url: url.href,
    db: database.db,
    async drop() {
      await database.close();
      await onServer(`drop database ${name} with (force)`);
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client(inject('postgresUrl'));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
