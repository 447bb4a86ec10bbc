import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { warnOfFormerAdmins } from '../../../src/features/users/former-admins.service.ts';
import { Refusal } from '../../../src/platform/refusal.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';

let bench: ServiceBench;
beforeEach(async () => {
  bench = await startServices();
});
afterEach(() => bench.stop());

async function answerOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

async function admins(): Promise<number> {
  const { rows } = await bench.database.db.execute(
    sql`select count(*)::int as count from users where role = 'admin' and blocked_at is null`,
  );
  return Number(rows[0]?.['count']);
}

describe('admins', () => {
  it('somebody named in the settings whom the bot knew before becomes admin where there is no other', async () => {
    const known = await startServices({ TELEGRAM_ADMIN_ID: '777' });
    const names = { lastName: undefined, username: undefined, languageCode: 'ru' };
    await known.person({ id: 777 });
    await known.database.db.execute(sql`update users set role = 'user'`);
    const met = await known.users.meet({ id: 777, firstName: 'Имя', ...names });
    expect(met.role).toBe('admin');
    await known.users.setRole(known.cause(777), (await known.person()).telegramId, 'admin');
    await known.database.db.execute(sql`update users set role = 'user' where telegram_id = 777`);
    expect((await known.users.meet({ id: 777, firstName: 'Имя', ...names })).role).toBe('user');
    await known.stop();
  });

  it('the last one can be neither demoted nor blocked, by themselves or by nobody', async () => {
    const { users, cause } = bench;
    expect(await answerOf(users.setRole(cause(adminId), adminId, 'user'))).toBe('user.last-admin');
    expect(await answerOf(users.block(cause(adminId), adminId))).toBe('user.self');
    const other = (await bench.person({ role: 'admin' })).telegramId;
    await users.block(cause(adminId), other);
    expect(await answerOf(users.setRole(cause(adminId), adminId, 'manager'))).toBe('user.last-admin');
  });

  it('five who demote or block each other at once leave at least one', async () => {
    const { users, cause } = bench;
    for (const how of ['demote', 'block'] as const) {
      const others = await Promise.all(Array.from({ length: 4 }, () => bench.person({ role: 'admin' })));
      const circle = [adminId, ...others.map(({ telegramId }) => telegramId)];
      const outcomes = await Promise.all(
        circle.map((id, at) => {
          const next = circle[(at + 1) % circle.length] ?? 0;
          return answerOf(
            how === 'demote' ? users.setRole(cause(id), next, 'user') : users.block(cause(id), next),
          );
        }),
      );
      expect(outcomes).toContain('done');
      expect(await admins()).toBeGreaterThanOrEqual(1);
      await bench.database.db.execute(
        sql`update users set role = 'admin', blocked_at = null where telegram_id = ${adminId}`,
      );
    }
  });

  it('a change of role and a block are in the audit log, with before and after', async () => {
    const { users, cause } = bench;
    const { telegramId } = await bench.person();
    await users.setRole(cause(adminId), telegramId, 'manager');
    await users.block(cause(adminId), telegramId);
    await users.unblock(cause(adminId), telegramId);
    const { rows } = await bench.database.db.execute(
      sql`select actor_id::int as actor, action, subject, before->>'role' as was, after->>'role' as becomes
          from audit_log where subject = ${`user ${telegramId}`} order by at`,
    );
    expect(rows).toMatchObject([
      { actor: adminId, action: 'user.role', was: 'user', becomes: 'manager' },
      { actor: adminId, action: 'user.block' },
      { actor: adminId, action: 'user.block' },
    ]);
  });

  it('an admin named in the settings is in from the first word', async () => {
    const admin = await bench.users.get(adminId);
    expect([admin.role, admin.admittedAt === null]).toEqual(['admin', false]);
  });
});

describe('people', () => {
  it('ten updates of somebody new at once make one person', async () => {
    const meeting = { id: 555, firstName: 'Оля', lastName: undefined, username: 'olya', languageCode: 'ru' };
    await Promise.all(Array.from({ length: 10 }, () => bench.users.meet(meeting)));
    const { rows } = await bench.database.db.execute(sql`select 1 from users where telegram_id = 555`);
    expect(rows).toHaveLength(1);
  });

  it('what Telegram says anew is kept, what the person chose stays', async () => {
    const { telegramId } = await bench.person();
    await bench.users.chooseLanguage(telegramId, 'en');
    await bench.users.meet({
      id: telegramId,
      firstName: 'Иначе',
      lastName: undefined,
      username: undefined,
      languageCode: 'ru',
    });
    expect(await bench.users.get(telegramId)).toMatchObject({ firstName: 'Иначе', language: 'en' });
  });

  it('any text may be searched for, and finds only what it says', async () => {
    await bench.users.meet({
      id: 556,
      firstName: '100%_\\ "кавычки"',
      lastName: 'Фамилия',
      username: 'Some_One',
      languageCode: undefined,
    });
    const ids = async (query: string) =>
      (await bench.users.search(adminId, query)).map((user) => user.telegramId);
    for (const query of ['556', '@some_one', '%_\\', 'КАВЫЧКИ', '"', '" фам', '\u0000556\u0000'])
      expect(await ids(query)).toEqual([556]);
    for (const query of [
      "'; drop table users; --",
      '%%',
      '__',
      '\\',
      '9'.repeat(400),
      '\ud800',
      '-1',
      '1e3',
      '∞',
    ])
      expect((await ids(query)).filter((id) => id === 556)).toEqual(query === '\\' ? [556] : []);
    for (const query of ['', ' ', '\0', '\n\t'])
      expect(await answerOf(bench.users.search(adminId, query))).toBe('user.empty-search');
  });

  it('the door: open lets in by itself, by invite and closed do not', async () => {
    const { telegramId } = await bench.person({ outside: true });
    expect(await answerOf(bench.users.welcome(bench.cause(telegramId)))).toBe('not-allowed');
    const open = await startServices({ ACCESS_MODE: 'open' });
    const guest = await open.person({ outside: true });
    await open.users.welcome(open.cause(guest.telegramId));
    expect((await open.users.get(guest.telegramId)).admittedAt).not.toBeNull();
    await open.stop();
  });
});

it('who was named in the settings once is said to be admin still; who was appointed is not', async () => {
  const { person, users, cause, database } = bench;
  await person({ role: 'admin' });
  const former = await person();
  await database.db.execute(sql`update users set role = 'admin' where telegram_id = ${former.telegramId}`);
  const said: unknown[] = [];
  const logger = { warn: (...what: unknown[]) => void said.push(what) };
  await warnOfFormerAdmins({ db: database.db, adminIds: [adminId], logger });
  expect(said).toEqual([[{ ids: [former.telegramId] }, expect.stringContaining('TELEGRAM_ADMIN_ID')]]);
  await users.setRole(cause(adminId), former.telegramId, 'user');
  said.length = 0;
  await warnOfFormerAdmins({ db: database.db, adminIds: [adminId], logger });
  expect(said).toEqual([]);
});
