import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createCaller } from '../caller.ts';
import { byEra, isLegacy, type PanelTarget } from '../target.ts';

/** Golden cases 1 to 8 and 32: what a create does and leaves behind. */
export function defineCreateCases(target: PanelTarget): void {
  const panel = createCaller(target);
  const legacy = isLegacy(target);
  const era = byEra(target);
  const post = (body: unknown, headers = {}) =>
    panel.admin('/admin/user/', { method: 'POST', body, headers });

  describe('creating a user', () => {
    it('keeps our own uuid and fills in 1000 GB, 90 days and no reset', async () => {
      const uuid = randomUUID();
      const answer = await post({ uuid, name: 'first' });
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({
        uuid,
        usage_limit_GB: 1000,
        package_days: 90,
        mode: 'no_reset',
        enable: true,
      });
      expect(answer.json).toMatchObject({
        is_active: true,
        start_date: null,
        telegram_id: null,
        comment: '',
        lang: 'en',
      });
      expect(answer.json.last_online).toBe('0001-01-01 00:00:00');
      expect(Object.keys(answer.json)).toEqual(Object.keys(answer.json).toSorted());
    });

    it('refuses a uuid that exists and changes nothing', async () => {
      const uuid = await panel.createUser({ name: 'original' });
      const answer = await post({ uuid, name: 'usurper' });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ detail: {}, message: 'The user exists' });
      expect((await panel.readUser(uuid)).name).toBe('original');
    });

    it('lets one of six parallel creates win and stores one row', async () => {
      const uuid = randomUUID();
      const answers = await Promise.all(Array.from({ length: 6 }, () => post({ uuid, name: 'race' })));
      const statuses = answers.map((answer) => answer.status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      for (const answer of answers.filter(({ status }) => status !== 200)) {
        expect(answer.status === 400 ? answer.json.message : answer.text).toMatch(
          /The user exists|Duplicate entry/,
        );
      }
      const rows = JSON.parse((await panel.admin('/admin/user/')).text) as { uuid: string }[];
      expect(rows.filter((row) => row.uuid === uuid)).toHaveLength(1);
    });

    it.each([
      ['an upper-case uuid', () => randomUUID().toUpperCase()],
      ['garbage', () => 'garbage'],
    ])('replaces %s by a random one before v13 and refuses it with 422 from v13 on', async (_what, make) => {
      const given = make();
      const answer = await post({ uuid: given, name: 'odd' });
      expect(answer.status).toBe(legacy ? 200 : 422);
      expect(String(answer.json.uuid).toLowerCase()).not.toBe(given.toLowerCase());
      const words = { json: { uuid: [`Value error, Invalid uuid: '${given}'`] } };
      expect(answer.json.detail).toEqual(era(undefined, words));
    });

    it('takes a version 7 uuid as it is from v14 on only', async () => {
      const given = randomUUID().replace(/^(.{14})4/, '$17');
      const answer = await post({ uuid: given, name: 'seven' });
      expect(answer.status).toBe(target.profile === 'v13' ? 422 : 200);
      expect(answer.json.uuid === given).toBe(target.profile === 'v14');
    });

    it('refuses an unknown field with 422 before v13, ignores an unknown field from v13 on', async () => {
      const answer = await post({ name: 'odd', colour: 'blue' });
      expect(answer.status).toBe(legacy ? 422 : 200);
      expect(answer.json.detail).toEqual(era({ json: { colour: ['Unknown field.'] } }, undefined));
    });

    it('refuses a body without a name', async () => {
      const answer = await post({});
      expect(answer.status).toBe(422);
      const missing = legacy ? 'Missing data for required field.' : 'Field required';
      expect(answer.json).toEqual({ detail: { json: { name: [missing] } }, message: 'Validation error' });
    });

    it('does not see a body that is not called JSON before v13, takes any body for JSON from v13 on', async () => {
      const answer = await post({ name: 'plain' }, { 'content-type': 'text/plain' });
      expect(answer.status).toBe(legacy ? 422 : 200);
    });

    it('wraps malformed JSON into a 500 before v13, answers malformed JSON with 400 from v13 on', async () => {
      const answer = await post('{broken');
      expect(answer.status).toBe(legacy ? 500 : 400);
      expect(answer.json.msg).toMatch(legacy ? /^400 Bad Request: / : /^The browser/);
    });

    it('leaves an active ghost called unknown when the name is too long, until v14 rolls back', async () => {
      const uuid = randomUUID();
      const answer = await post({ uuid, name: 'n'.repeat(600), package_days: 5 });
      expect(answer.status).toBe(500);
      expect(answer.json.msg).toContain('Data too long');
      const ghost = await panel.readUser(uuid);
      const left = { name: 'unknown', usage_limit_GB: 1000, package_days: 90, is_active: true };
      const nothing = { detail: {}, message: 'User not found' };
      expect(ghost).toMatchObject(target.profile === 'v14' ? nothing : left);
    });

    it('invents an admin for an unknown added_by_uuid before v13, refuses an unknown added_by_uuid from v13 on', async () => {
      const stranger = randomUUID();
      const answer = await post({ name: 'orphan', added_by_uuid: stranger });
      expect(answer.status).toBe(legacy ? 200 : 400);
      const admins = JSON.parse((await panel.admin('/admin/admin_user/')).text) as Record<string, unknown>[];
      const invented = admins.find((admin) => admin.uuid === stranger);
      const ghost = expect.objectContaining({ name: 'unknown', mode: 'agent' }) as unknown;
      expect(invented).toEqual(era(ghost, undefined));
      expect(answer.json.message).toBe(era(undefined, 'Invalid added_by_uuid'));
    });

    it('reports every bad field at once', async () => {
      const body = {
        name: 5,
        mode: 'disable',
        lang: 'xx',
        start_date: 'soon',
        package_days: 'a',
        usage_limit_GB: 'b',
      };
      const answer = await post(body);
      expect(answer.status).toBe(422);
      expect(answer.json.detail).toEqual({ json: legacy ? legacyWords : newerWords });
    });
  });
}

const legacyWords = {
  lang: ['Must be one of: en, fa, ru, pt, zh, my.'],
  mode: ['Must be one of: no_reset, monthly, weekly, daily.'],
  name: ['Not a valid string.'],
  package_days: ['Not a valid integer.'],
  start_date: ['Not a valid date.'],
  usage_limit_GB: ['Not a valid number.'],
};

const newerWords = {
  lang: ["Input should be 'en', 'fa', 'ru', 'pt', 'zh' or 'my'"],
  mode: ["Input should be 'no_reset', 'monthly', 'weekly' or 'daily'"],
  name: ['Input should be a valid string'],
  package_days: ['Input should be a valid integer, unable to parse string as an integer'],
  start_date: ["Value error, Invalid date: 'soon'"],
  usage_limit_GB: ['Input should be a valid number, unable to parse string as a number'],
};
