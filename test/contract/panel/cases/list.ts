import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../caller.ts';
import { itWhere, type PanelTarget } from '../target.ts';

/** Golden cases 20 to 22 and 30: the list, old rows, ownership, deletion. */
export function defineListCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const { emptyTable, makeOldRow, removeRow } = target.capabilities;

  describe('the list of users', () => {
    it('is a bare array that holds a created user', async () => {
      const uuid = await panel.createUser();
      const rows = JSON.parse((await panel.admin('/admin/user/')).text) as { uuid: string }[];
      expect(rows.some((row) => row.uuid === uuid)).toBe(true);
    });

    itWhere(emptyTable !== undefined)('says "You have no user" when there is none', async () => {
      await emptyTable?.();
      const answer = await panel.admin('/admin/user/');
      expect([answer.status, answer.json]).toEqual([404, { detail: {}, message: 'You have no user' }]);
      await panel.createUser();
    });

    itWhere(makeOldRow !== undefined)(
      'shows an upper-case uuid as null before v13, breaks on it in v13 and writes it small in v14',
      async () => {
        const uuid = await panel.createUser({ name: 'veteran' });
        const old = randomUUID().toUpperCase();
        await makeOldRow?.(uuid, old);
        const answer = await panel.admin('/admin/user/');
        await removeRow?.(old);
        const shown = target.profile === 'v14' ? `"uuid":"${old.toLowerCase()}"` : '"uuid":null';
        expect(answer.status).toBe(target.profile === 'v13' ? 500 : 200);
        expect(answer.text).toContain(target.profile === 'v13' ? 'Invalid uuid' : shown);
      },
    );
  });

  describe('ownership', () => {
    const hidden = target.profile === 'v14';

    it('keeps another admin from reading, changing and deleting a user that is not theirs', async () => {
      const key = randomUUID();
      const staff = { uuid: key, name: 'Agent', mode: 'agent', can_add_admin: false, lang: 'en' };
      expect((await panel.admin('/admin/admin_user/', { method: 'POST', body: staff })).status).toBe(200);
      const uuid = await panel.createUser();
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        const body = method === 'PATCH' ? { body: {} } : {};
        const answer = await panel.admin(`/admin/user/${uuid}/`, {
          method,
          ...body,
          headers: { 'Hiddify-API-Key': key },
        });
        expect([answer.status, answer.json.message]).toEqual([
          hidden ? 404 : 403,
          hidden ? 'User not found' : "You don't have permission to access this user",
        ]);
      }
      const list = await panel.admin('/admin/user/', { headers: { 'Hiddify-API-Key': key } });
      expect([list.status, list.json.message]).toEqual([404, 'You have no user']);
    });
  });

  describe('deleting a user', () => {
    it('answers ok once and 404 afterwards, and the uuid can be used again', async () => {
      const uuid = await panel.createUser({ name: 'doomed' });
      const first = await panel.admin(`/admin/user/${uuid}/`, { method: 'DELETE' });
      expect([first.status, first.json]).toEqual([200, { msg: 'ok', status: 200 }]);
      const second = await panel.admin(`/admin/user/${uuid}/`, { method: 'DELETE' });
      expect([second.status, String(second.json.message).toLowerCase()]).toEqual([404, 'user not found']);
      expect((await panel.admin(`/admin/user/${uuid}/`)).status).toBe(404);
      const again = await panel.admin('/admin/user/', { method: 'POST', body: { uuid, name: 'reborn' } });
      expect(again.json).toMatchObject({ uuid, name: 'reborn', enable: true, is_active: true });
    });
  });
}
