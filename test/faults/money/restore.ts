import type { Scene } from './scene.ts';

type Sql = Scene['stage']['sql'];

async function tablesOf(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname = 'public' or (schemaname = 'pgboss' and tablename = 'job_common')`,
  );
  return rows.map(({ name }) => name);
}

/** Keeps everything that the database says, to be put back later. */
export async function save(sql: Sql): Promise<void> {
  await sql.query('create schema saved');
  for (const name of await tablesOf(sql))
    await sql.query(`create table saved.${name.replace('.', '_')} as table ${name}`);
}

/** All but those that PostgreSQL works out itself. */
async function columnsOf(sql: Sql, table: string): Promise<string> {
  const [schema, name] = table.split('.');
  const { rows } = await sql.query<{ column_name: string }>(
    `select quote_ident(column_name) as column_name from information_schema.columns
     where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'`,
    [schema, name],
  );
  return rows.map(({ column_name: column }) => column).join(', ');
}

/** With every trigger asleep, as a restore has them. */
export async function restore(sql: Sql): Promise<void> {
  const client = await sql.connect();
  await client.query(`begin; set local session_replication_role = replica`);
  for (const name of await tablesOf(sql)) {
    const columns = await columnsOf(sql, name);
    await client.query(
      `delete from ${name}; insert into ${name} (${columns}) select ${columns} from saved.${name.replace('.', '_')}`,
    );
  }
  await client.query('commit');
  client.release();
}
