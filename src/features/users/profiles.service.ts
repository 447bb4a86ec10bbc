import { type Copies, copyName } from '../../platform/copies.ts';
import type { Db } from '../../platform/db.ts';
import { findUser, findUserStanding, type UserStanding } from './queries.ts';
import { type User, users } from './tables.ts';

/** Who somebody is, as Telegram and they themselves say it. How they stand with us is no part of it. */
export type Profile = Omit<User, keyof UserStanding>;

export interface Profiles {
  /** Who somebody is, perhaps as of a minute ago: for what is shown. */
  glance(userId: number): Promise<Profile | undefined>;
  /** The person: who they are perhaps as of a minute ago, how they stand as of now. One statement, whatever is copied. */
  recognise(userId: number): Promise<User | undefined>;
}

export function createProfiles({ db, copies }: { db: Db; copies: Copies }): Profiles {
  return { glance: async (userId) => (await look(userId)).profile, recognise };

  async function recognise(userId: number): Promise<User | undefined> {
    const { profile, whole } = await look(userId);
    if (whole !== undefined || profile === undefined) return whole;
    const standing = await findUserStanding(db, userId);
    return standing && { ...profile, ...standing };
  }

  /** `whole` when nothing was copied and the database had to be asked. */
  async function look(userId: number): Promise<{ profile: Profile | undefined; whole?: User | undefined }> {
    const read: { whole?: User | undefined } = {};
    const profile = await copies.of(copyName(users, userId), async () => {
      read.whole = await findUser(db, userId);
      return read.whole && profileOf(read.whole);
    });
    return { profile, ...read };
  }
}

function profileOf(user: User): Profile {
  const { role: _role, blockedAt: _block, blockNoticeAt: _notice, ...known } = user;
  const { admittedAt: _admission, unreachableAt: _reach, ...profile } = known;
  return profile;
}
