import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../caller.ts';
import { byEra, isLegacy, type PanelTarget } from '../target.ts';

/** Golden cases 31, 33, 34 and the panel's words about itself. */
export function definePanelCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const legacy = isLegacy(target);
  const era = byEra(target);

  describe('the panel about itself', () => {
    it('names its version and answers every ping with its method', async () => {
      expect((await panel.admin('/panel/info/')).json.version).toMatch(/^\d+\.\d+\.\d+/);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        expect((await panel.admin('/panel/ping/', { method })).json).toEqual({ msg: `${method}: PONG` });
      }
    });

    it('knows who holds the key', async () => {
      const { json } = await panel.admin('/admin/me/');
      expect(json).toMatchObject({
        uuid: target.adminKey,
        mode: 'super_admin',
        name: 'Owner',
        telegram_id: 0,
        lang: 'en',
      });
      expect('max_users' in json).toBe(!legacy);
    });

    it('counts usage as a string here and as a number there', async () => {
      const { json } = await panel.admin('/admin/server_status/');
      const history = json.usage_history as Record<string, { usage: unknown; users?: number }>;
      expect(Object.keys(history).toSorted()).toEqual([
        'h24',
        'last_30_days',
        'm5',
        'today',
        'total',
        'yesterday',
      ]);
      expect(typeof history.today?.usage).toBe('string');
      expect(typeof history.h24?.usage).toBe('number');
      expect(history.total?.users).toBeGreaterThanOrEqual(1);
      const { system } = json.stats as { system: Record<string, number> };
      expect(Object.keys(system)).toEqual(
        expect.arrayContaining(['cpu_percent', 'ram_used', 'disk_total', 'num_cpus']),
      );
    });

    it('sends two JSON answers as text/html', async () => {
      const usage = await panel.admin('/admin/update_user_usage/');
      expect(usage.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(usage.json).toMatchObject({ status: 'success', comments: expect.any(Array) });
      const dump = await panel.admin('/admin/all-configs/');
      expect(dump.headers['content-type']).toBe('text/html; charset=utf-8');
      const settings = (dump.json.chconfigs as Record<string, Record<string, unknown>>)['0'];
      expect(settings?.proxy_path_client).toBe(target.clientPath);
      expect(dump.json.domains).toEqual(
        expect.arrayContaining([expect.objectContaining({ domain: expect.any(String) })]),
      );
    });
  });

  describe('admins', () => {
    const staff = { name: 'Agent', mode: 'agent', can_add_admin: false, lang: 'en' };

    it('are created although the answer is a crash before v13, are created without a uuid from v13 on', async () => {
      const name = `agent ${randomUUID()}`;
      const answer = await panel.admin('/admin/admin_user/', { method: 'POST', body: { ...staff, name } });
      expect(answer.status).toBe(legacy ? 500 : 200);
      expect(answer.json.msg).toBe(era("'uuid'", undefined));
      const admins = JSON.parse((await panel.admin('/admin/admin_user/')).text) as { name: string }[];
      expect(admins.some((admin) => admin.name === name)).toBe(true);
    });

    it('are changed although the answer is a crash before v13, are changed from v13 on', async () => {
      const uuid = randomUUID();
      await panel.admin('/admin/admin_user/', { method: 'POST', body: { ...staff, uuid } });
      const path = `/admin/admin_user/${uuid}/`;
      const answer = await panel.admin(path, { method: 'PATCH', body: { name: 'Renamed' } });
      expect(answer.status).toBe(legacy ? 500 : 200);
      expect(answer.json.msg).toBe(era("name 'admins' is not defined", undefined));
      expect((await panel.admin(path)).json).toMatchObject({ name: 'Renamed', mode: 'agent' });
    });

    it('cannot delete the owner, and hand their users over when they go', async () => {
      const owner = await panel.admin(`/admin/admin_user/${target.adminKey}/`, { method: 'DELETE' });
      expect([owner.status, owner.json.message]).toEqual([422, 'Owner can not be deleted!']);
      const uuid = randomUUID();
      await panel.admin('/admin/admin_user/', { method: 'POST', body: { ...staff, uuid } });
      const user = await panel.createUser({ added_by_uuid: uuid });
      expect((await panel.readUser(user)).added_by_uuid).toBe(uuid);
      const gone = await panel.admin(`/admin/admin_user/${uuid}/`, { method: 'DELETE' });
      expect(gone.json).toEqual({ msg: 'ok', status: 200 });
      expect((await panel.readUser(user)).added_by_uuid).toBe(target.adminKey);
    });
  });
}
