import { and, count, eq, ilike, isNull, notInArray, or, sql } from 'drizzle-orm';
import { noteChange } from '../../platform/changes.ts';
import { copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import { auditLog } from '../audit/tables.ts';
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

const standing = {
  role: users.role,
  blockedAt: users.blockedAt,
  blockNoticeAt: users.blockNoticeAt,
  admittedAt: users.admittedAt,
  unreachableAt: users.unreachableAt,
};

/** How somebody stands with us, which no copy can say. */
export type UserStanding = Pick<User, keyof typeof standing>;

const standingById = preparedFor((db) =>
  db
    .select(standing)
    .from(users)
    .where(eq(users.telegramId, sql.placeholder('id')))
    .prepare('standing of a user by id'),
);

export async function findUserStanding(db: Db, telegramId: number): Promise<UserStanding | undefined> {
  const [user] = await standingById(db).execute({ id: telegramId });
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

/** Creates the person or refreshes what Telegram says of them. */
export async function upsertUser(
  db: Db,
  person: Introduction,
  { role, now }: { role: Role; now: Date },
): Promise<User> {
  const described = columnsOf(person);
  const [user] = await db
    .insert(users)
    .values({ telegramId: person.id, ...described, role, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({
      target: users.telegramId,
      set: { ...described, unreachableAt: null, updatedAt: now },
    })
    .returning();
  if (user === undefined) throw new Error('An upsert answered no row');
  await noteChange(db, [copyName(users, person.id)]);
  return user;
}

/** Whether Telegram says nothing of the person that is not known. */
export function isAsIntroduced(known: User, introduction: Introduction): boolean {
  const { username, firstName, lastName, languageCode } = columnsOf(introduction);
  return (
    known.unreachableAt === null &&
    known.username === username &&
    known.firstName === firstName &&
    known.lastName === lastName &&
    known.languageCode === languageCode
  );
}

function columnsOf({ username, firstName, lastName, languageCode }: Introduction) {
  return {
    username: username ?? null,
    firstName,
    lastName: lastName ?? null,
    languageCode: languageCode ?? null,
  };
}

export async function updateUser(
  db: Db,
  telegramId: number,
  changes: Partial<User>,
): Promise<User | undefined> {
  const [user] = await db.update(users).set(changes).where(eq(users.telegramId, telegramId)).returning();
  await noteChange(db, [copyName(users, telegramId)]);
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
  if (admitted.length > 0) await noteChange(db, [copyName(users, userId)]);
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

/** Admins whom neither these ids name nor anybody has appointed: they were named there once. */
export async function listFormerAdmins(db: Db, named: readonly number[]): Promise<number[]> {
  const rows = await db
    .select({ id: users.telegramId })
    .from(users)
    .where(
      and(
        eq(users.role, 'admin'),
        notInArray(users.telegramId, [...named, 0]),
        sql`not exists (
          select 1 from ${auditLog} a
          where a.subject = 'user ' || ${users.telegramId}::text and a.actor_id <> ${users.telegramId}
            and a.after ->> 'role' = 'admin'
        )`,
      ),
    );
  return rows.map((row) => row.id);
}
