import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../caller.ts';
import { byEra, isLegacy, type PanelTarget } from '../target.ts';

/** Golden cases 9 to 16 and 19: what a change heeds, ignores and refuses. */
export function defineChangeCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const legacy = isLegacy(target);
  const era = byEra(target);

  describe('changing a user', () => {
    it('ignores a start date that comes alone before v13, applies a start date that comes alone from v13 on', async () => {
      const uuid = await panel.createUser();
      const answer = await panel.changeUser(uuid, { start_date: '2026-01-15' });
      expect(answer.status).toBe(200);
      expect(answer.json.start_date).toBe(legacy ? null : '2026-01-15');
    });

    it('applies and clears a start date that comes with the days', async () => {
      const uuid = await panel.createUser();
      const set = await panel.changeUser(uuid, { start_date: '2026-01-15', package_days: 30 });
      expect(set.json).toMatchObject({ start_date: '2026-01-15', package_days: 30 });
      const cleared = await panel.changeUser(uuid, { start_date: null, package_days: 30 });
      expect(cleared.json.start_date).toBeNull();
    });

    it('accepts an empty change', async () => {
      const uuid = await panel.createUser({ comment: 'same' });
      const before = await panel.readUser(uuid);
      const answer = await panel.changeUser(uuid, {});
      expect(answer.status).toBe(200);
      expect({ ...answer.json, last_modified_time: '' }).toEqual({ ...before, last_modified_time: '' });
    });

    it('ignores is_active, last_reset_time and id', async () => {
      const uuid = await panel.createUser();
      const before = await panel.readUser(uuid);
      const body = { is_active: false, last_reset_time: '2020-01-01 00:00:00', id: 99_999 };
      const { json } = await panel.changeUser(uuid, body);
      expect([json.is_active, json.last_reset_time, json.id]).toEqual([
        true,
        before.last_reset_time,
        before.id,
      ]);
    });

    it('ignores nulls', async () => {
      const uuid = await panel.createUser({
        comment: 'kept',
        telegram_id: 7,
        usage_limit_GB: 3,
        package_days: 4,
      });
      const nulls = {
        name: null,
        usage_limit_GB: null,
        package_days: null,
        mode: null,
        comment: null,
        uuid: null,
      };
      const answer = await panel.changeUser(uuid, {
        ...nulls,
        telegram_id: null,
        lang: null,
        current_usage_GB: null,
      });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        uuid,
        comment: 'kept',
        telegram_id: 7,
        usage_limit_GB: 3,
        package_days: 4,
      });
    });

    it('refuses enable: null before v13, ignores enable: null from v13 on', async () => {
      const uuid = await panel.createUser();
      const answer = await panel.changeUser(uuid, { enable: null });
      expect(answer.status).toBe(legacy ? 422 : 200);
      expect(answer.json.detail).toEqual(era({ json: { enable: ['Field may not be null.'] } }, undefined));
      expect((await panel.readUser(uuid)).enable).toBe(true);
    });

    it('clears comment and telegram_id by "" and 0 before v13, cannot clear comment and telegram_id from v13 on', async () => {
      const uuid = await panel.createUser({ comment: 'note', telegram_id: 123_456_789_012 });
      const { json } = await panel.changeUser(uuid, { comment: '', telegram_id: 0 });
      expect([json.comment, json.telegram_id]).toEqual(legacy ? ['', null] : ['note', 123_456_789_012]);
    });

    it.each([{ mode: 'disable' }, { lang: 'xx' }, { start_date: '15.01.2026', package_days: 1 }])(
      'refuses %j with 422',
      async (body) => {
        const uuid = await panel.createUser();
        expect((await panel.changeUser(uuid, body)).status).toBe(422);
      },
    );

    it('moves a user to a new uuid, so that the old one is gone', async () => {
      const uuid = await panel.createUser({ name: 'mover' });
      const fresh = randomUUID();
      expect((await panel.changeUser(uuid, { uuid: fresh })).json).toMatchObject({
        uuid: fresh,
        name: 'mover',
      });
      const old = await panel.admin(`/admin/user/${uuid}/`);
      expect([old.status, old.json]).toEqual([404, { detail: {}, message: 'User not found' }]);
    });

    it('crashes on a uuid that belongs to somebody else and keeps both', async () => {
      const [mine, theirs] = [
        await panel.createUser({ name: 'mine' }),
        await panel.createUser({ name: 'theirs' }),
      ];
      const answer = await panel.changeUser(mine, { uuid: theirs });
      expect(answer.status).toBe(500);
      expect(answer.json.msg).toContain('Duplicate entry');
      expect([(await panel.readUser(mine)).name, (await panel.readUser(theirs)).name]).toEqual([
        'mine',
        'theirs',
      ]);
    });

    it('stores gigabytes as whole bytes', async () => {
      const uuid = await panel.createUser({ current_usage_GB: 12.345 });
      expect((await panel.readUser(uuid)).current_usage_GB).toBe(12.344_999_999_739_23);
    });

    it('cuts package_days 1.5 to 1 before v13, refuses package_days 1.5 from v13 on', async () => {
      const uuid = await panel.createUser({ package_days: 3 });
      const answer = await panel.changeUser(uuid, { package_days: 1.5 });
      expect(answer.status).toBe(legacy ? 200 : 422);
      expect((await panel.readUser(uuid)).package_days).toBe(legacy ? 1 : 3);
    });

    it('takes numbers as strings, caps at a million GB, and crashes beyond 32 bits of days', async () => {
      const uuid = await panel.createUser({ usage_limit_GB: '30', package_days: '7' });
      expect(await panel.readUser(uuid)).toMatchObject({ usage_limit_GB: 30, package_days: 7 });
      const capped = await panel.changeUser(uuid, { usage_limit_GB: 99_999_999, package_days: -3 });
      expect(capped.json).toMatchObject({ usage_limit_GB: 1_000_000, package_days: -3, is_active: false });
      expect((await panel.changeUser(uuid, { package_days: 99_999_999_999 })).status).toBe(500);
    });

    it('crashes on a bad last_online after writing the name before v13, refuses a bad last_online from v13 on', async () => {
      const uuid = await panel.createUser({ name: 'before' });
      const answer = await panel.changeUser(uuid, { name: 'after', last_online: 'yesterday' });
      expect(answer.status).toBe(legacy ? 500 : 422);
      expect((await panel.readUser(uuid)).name).toBe(legacy ? 'after' : 'before');
      expect((await panel.changeUser(uuid, { last_online: '2026-01-02 03:04:05' })).json.last_online).toBe(
        '2026-01-02 03:04:05',
      );
    });
  });
}
