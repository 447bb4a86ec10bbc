import { and, count, eq, ilike, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import type { Role } from './roles.rules.ts';
import { type User, users } from './tables.ts';

/** A person as Telegram introduces them with each update. */
export interface Introduction {
  id: number;
  firstName: string;
  lastName: string | undefined;
  username: string | undefined;
  languageCode: string | undefined;
}

const userById = preparedFor((db) =>
  db
    .select()
    .from(users)
    .where(eq(users.telegramId, sql.placeholder('id')))
    .prepare('user by id'),
);

export async function findUser(db: Db, telegramId: number): Promise<User | undefined> {
  const [user] = await userById(db).execute({ id: telegramId });
  return user;
}

/** The role as it is now. Locked against change until the transaction ends, so that a demotion cannot slip between. */
export async function lockRole(tx: Db, telegramId: number): Promise<Role | undefined> {
  const [user] = await tx
    .select({ role: users.role, blockedAt: users.blockedAt })
    .from(users)
    .where(eq(users.telegramId, telegramId))
    .for('share');
  return user?.blockedAt === null ? user.role : undefined;
}

/** Creates the person or refreshes what Telegram says of them; writes nothing when nothing changed. */
export async function upsertUser(
  db: Db,
  person: Introduction,
  { role, now }: { role: Role; now: Date },
): Promise<User> {
  const described = {
    username: person.username ?? null,
    firstName: person.firstName,
    lastName: person.lastName ?? null,
    languageCode: person.languageCode ?? null,
  };
  const known = await findUser(db, person.id);
  if (known !== undefined && isSame(known, described)) return known;
  const [user] = await db
    .insert(users)
    .values({ telegramId: person.id, ...described, role, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: users.telegramId,
      set: { ...described, unreachableAt: null, updatedAt: now },
    })
    .returning();
  if (user === undefined) throw new Error('An upsert answered no row');
  return user;
}

function isSame(
  known: User,
  described: Pick<User, 'username' | 'firstName' | 'lastName' | 'languageCode'>,
): boolean {
  return (
    known.unreachableAt === null &&
    known.username === described.username &&
    known.firstName === described.firstName &&
    known.lastName === described.lastName &&
    known.languageCode === described.languageCode
  );
}

export async function updateUser(
  db: Db,
  telegramId: number,
  changes: Partial<User>,
): Promise<User | undefined> {
  const [user] = await db.update(users).set(changes).where(eq(users.telegramId, telegramId)).returning();
  return user;
}

/** Lets the person in unless they are in already; answers whether this was the moment. */
export async function admitUser(
  db: Db,
  { userId, invitedBy, now }: { userId: number; invitedBy: number | null; now: Date },
): Promise<boolean> {
  const admitted = await db
    .update(users)
    .set({ admittedAt: now, invitedBy, updatedAt: now })
    .where(and(eq(users.telegramId, userId), isNull(users.admittedAt)))
    .returning({ id: users.telegramId });
  return admitted.length > 0;
}

/** Admins who can act, locked: two admins demoting each other must not leave none. */
export async function lockAdmins(tx: Db): Promise<number[]> {
  const rows = await tx
    .select({ id: users.telegramId })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.blockedAt)))
    .orderBy(users.telegramId)
    .for('update');
  return rows.map((row) => row.id);
}

/** Up to `limit` people by exact id, by @name or by part of a name, newest first. */
export async function searchUsers(db: Db, query: string, limit: number): Promise<User[]> {
  const name = query.replace(/^@/, '');
  const pattern = `%${name.replace(/[\\%_]/g, '\\$&')}%`;
  // Telegram's ids go up to 2^52: sixteen digits.
  const isId = /^\d{1,16}$/.test(query) && Number.isSafeInteger(Number(query));
  const byId = isId ? eq(users.telegramId, Number(query)) : undefined;
  const fullName = sql`${users.firstName} || ' ' || coalesce(${users.lastName}, '')`;
  return await db
    .select()
    .from(users)
    .where(or(byId, ilike(users.username, pattern), ilike(fullName, pattern)))
    .orderBy(sql`${users.createdAt} desc`)
    .limit(limit);
}

export async function countUsers(db: Db): Promise<{ total: number; admitted: number; blocked: number }> {
  const [row] = await db
    .select({ total: count(), admitted: count(users.admittedAt), blocked: count(users.blockedAt) })
    .from(users);
  return row ?? { total: 0, admitted: 0, blocked: 0 };
}

/** Everybody who is told of trouble. */
export async function listAdminIds(db: Db): Promise<number[]> {
  const rows = await db
    .select({ id: users.telegramId })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.blockedAt)));
  return rows.map((row) => row.id);
}
