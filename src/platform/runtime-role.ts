import { createHmac } from 'node:crypto';
import pg from 'pg';
import { migrationLock } from './migrate.ts';
import { grantWork, misfits } from './runtime-rights.ts';
import { scramVerifier } from './scram.ts';
import { StartRefusal } from './start-refusal.ts';

/** Where the product works from now on, and what the operator should know of it. */
export interface RuntimeRole {
  url: string;
  warning?: string;
}

const consequence =
  'The role that the bot works under owns the tables: the ledger and the audit log are kept from change by triggers alone.';
const way =
  'Give DATABASE_URL a role that owns nothing, and DATABASE_OWNER_URL the one that owns the tables; the bot grants what is needed.';

/**
 * Has the product work under a role that owns nothing and may not rewrite the books. Where the operator names both roles,
 * `ownerUrl` is the owner's, and it throws `StartRefusal` when they cannot be used. Where only one is named, a second one is
 * made beside it, if the first may make roles; otherwise the one does everything, with a warning.
 */
export async function openRuntimeRole(
  owner: pg.Client,
  { url, ownerUrl }: { url: string; ownerUrl: string | undefined },
): Promise<RuntimeRole> {
  if (ownerUrl !== undefined) return await useNamedRole(owner, url);
  const made = derivedRole(url);
  if (made === undefined || !(await mayMakeRoles(owner))) return { url, warning: `${consequence} ${way}` };
  try {
    await makeRole(owner, made);
    await openTo(owner, made);
    return await workingUnder(owner, made);
  } catch (cause) {
    return { url, warning: `${consequence} A role of its own could not be used (${wordOf(cause)}). ${way}` };
  }
}

async function useNamedRole(owner: pg.Client, url: string): Promise<RuntimeRole> {
  const named = roleOf(url);
  await demandSameDatabase(named);
  try {
    if (!(await exists(owner, named.name))) await makeRole(owner, named);
    await openTo(owner, named);
    return await workingUnder(owner, named);
  } catch (cause) {
    throw new StartRefusal(
      `The role of DATABASE_URL, ${named.name}, cannot be given what it needs by that of DATABASE_OWNER_URL: ${wordOf(cause)}. Check the user and the password in DATABASE_URL; a role that is not there is made only where that of DATABASE_OWNER_URL may make roles.`,
      { cause },
    );
  }
}

interface Role {
  name: string;
  password: string;
  url: string;
}

function roleOf(url: string): Role {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password), url };
}

/** Its password follows from the owner's: nothing more to keep, and it does not tell the owner's. */
function derivedRole(url: string): Role | undefined {
  const owner = roleOf(url);
  if (owner.name === '' || owner.password === '') return undefined;
  const name = `${owner.name}_runtime`;
  const password = createHmac('sha256', owner.password).update('the runtime role').digest('base64url');
  const address = new URL(url);
  address.username = encodeURIComponent(name);
  address.password = password;
  return { name, password, url: address.href };
}

async function mayMakeRoles(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ may: boolean }>(
    'select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user',
  );
  return rows[0]?.may === true;
}

async function exists(owner: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [name]);
  return rowCount === 1;
}

/** Also when it is there, with another password than ours; another database of the same server may be making it now. */
async function makeRole(owner: pg.Client, role: Role): Promise<void> {
  if (await exists(owner, role.name)) {
    if (!(await letsIn(role))) await setPassword(owner, role, 'alter');
    return;
  }
  try {
    await setPassword(owner, role, 'create');
  } catch (error) {
    if (!(await exists(owner, role.name))) throw error;
  }
}

async function setPassword(owner: pg.Client, role: Role, verb: 'create' | 'alter'): Promise<void> {
  const { rows } = await owner.query<{ iterations: string | null }>(
    `select current_setting('scram_iterations', true) as iterations`,
  );
  const verifier = await scramVerifier(role.password, Number(rows[0]?.iterations ?? 4096));
  const name = owner.escapeIdentifier(role.name);
  await owner.query(`${verb} role ${name} login password ${owner.escapeLiteral(verifier)}`);
}

async function openTo(owner: pg.Client, { name }: Role): Promise<void> {
  if ((await misfits(owner, name)).length > 0) await grantWork(owner, name);
}

async function workingUnder(owner: pg.Client, role: Role): Promise<RuntimeRole> {
  await tryOut(role);
  const left = await misfits(owner, role.name);
  if (left.length === 0) return { url: role.url };
  return {
    url: role.url,
    warning: `The role that the bot works under, ${role.name}, has other rights than it needs, by being an owner or a superuser: ${named(left)}. Give DATABASE_URL a role that owns nothing.`,
  };
}

const mostNamed = 6;

/** There are as many as there are tables; those on the books are what it is about. */
function named(rights: readonly string[]): string {
  const isOfBooks = (right: string) => /ledger_|audit_/.test(right);
  const inOrder = rights.toSorted((a, b) => Number(isOfBooks(b)) - Number(isOfBooks(a)));
  const more = rights.length - mostNamed;
  return `${inOrder.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

async function letsIn(role: Role): Promise<boolean> {
  return await tryOut(role).then(
    () => true,
    () => false,
  );
}

/** While we hold the lock of those who migrate, nobody gets it in the same database. */
async function demandSameDatabase({ url }: Role): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [
      migrationLock,
    ]);
    if (rows[0]?.free !== true) return;
  } catch {
    // Why it does not let us in is said where it is tried out.
    return;
  } finally {
    await client.end();
  }
  throw new StartRefusal(
    'DATABASE_OWNER_URL leads to another database than DATABASE_URL. Give both the same host, port and name; only user and password differ.',
  );
}

/** Throws what a connection under this role says when it cannot be made. */
async function tryOut({ url }: Role): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } finally {
    await client.end();
  }
}

function wordOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
