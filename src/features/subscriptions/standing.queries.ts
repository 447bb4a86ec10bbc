import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../platform/db.ts';
import { preparedFor } from '../../platform/prepared.ts';
import { panels } from '../panels/tables.ts';
import { users } from '../users/tables.ts';
import { subscriptions } from './tables.ts';

type Subscription = typeof subscriptions.$inferSelect;

const subscriptionOf = preparedFor((db) =>
  db
    .select({ subscription: subscriptions, syncedAt: panels.syncedAt })
    .from(subscriptions)
    .leftJoin(panels, eq(panels.id, subscriptions.panelId))
    .where(eq(subscriptions.userId, sql.placeholder('user')))
    .prepare('subscription of user'),
);

/** As stored, but usage that a later list of the panel left unchanged is as old as that list. */
export async function findSubscription(db: Db, userId: number): Promise<Subscription | undefined> {
  const [row] = await subscriptionOf(db).execute({ user: userId });
  if (row === undefined) return undefined;
  const { subscription, syncedAt } = row;
  const { usageReadAt } = subscription;
  const isOlder = usageReadAt !== null && syncedAt !== null && syncedAt > usageReadAt;
  return isOlder ? { ...subscription, usageReadAt: syncedAt } : subscription;
}

const standing = {
  userId: subscriptions.userId,
  blockedAt: users.blockedAt,
  language: users.language,
  languageCode: users.languageCode,
  panelUuid: subscriptions.panelUuid,
};

const standingOf = preparedFor((db) =>
  db
    .select(standing)
    .from(subscriptions)
    .innerJoin(users, eq(users.telegramId, subscriptions.userId))
    .where(eq(subscriptions.userId, sql.placeholder('user')))
    .prepare('standing of user'),
);

const standingOfFeed = preparedFor((db) =>
  db
    .select(standing)
    .from(subscriptions)
    .innerJoin(users, eq(users.telegramId, subscriptions.userId))
    .where(eq(subscriptions.feedId, sql.placeholder('feed')))
    .prepare('standing of feed'),
);

/** Whose key it is, which one, and whether they are shut out: what no copy can say. */
export async function findStanding(db: Db, userId: number) {
  const [row] = await standingOf(db).execute({ user: userId });
  return row;
}

/** The same by what addresses call the subscription. */
export async function findStandingOfFeed(db: Db, feedId: string) {
  const [row] = await standingOfFeed(db).execute({ feed: feedId });
  return row;
}
