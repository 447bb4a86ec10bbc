import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PresetField } from '../../../../src/features/keys/presets/rules.ts';
import { codeOf } from '../../../support/shop.ts';
import { adminId } from '../../../support/environment.ts';
import { type ServiceBench, startServices } from '../../../support/services.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices({
    VPS_IP: '203.0.113.10',
    REALITY_PUBLIC_KEY: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
    REALITY_SHORT_ID: '0123456789abcdef',
    REALITY_SNI: 'www.example.com',
    HYSTERIA2_PORT: '8443',
    HYSTERIA2_SNI: 'vpn.example.com',
  });
});
afterAll(() => bench.stop());
beforeEach(async () => {
  await bench.database.db.execute(sql`delete from key_presets`);
});

const because = () => bench.cause(adminId);
const set = (field: PresetField, text: string) => codeOf(bench.presets.setField(because(), field, text));
const view = () => bench.presets.view(adminId);

async function applyDraft(): Promise<string> {
  const { draft } = await view();
  return await codeOf(bench.presets.apply(because(), draft?.revision ?? 0));
}

describe('a draft', () => {
  it('changes nothing until it is applied, and then counts for everybody', async () => {
    expect(await set('reality.sni', ' www.example.org ')).toBe('done');
    expect((await view()).live.preset.reality).toEqual({});
    expect(await applyDraft()).toBe('done');
    expect((await view()).live.preset.reality).toEqual({ sni: 'www.example.org' });
    expect((await view()).draft).toBeUndefined();
    expect((await bench.presets.current()).preset.reality.sni).toBe('www.example.org');
  });

  it.each<[PresetField, string]>([
    ['reality.sni', 'https://www.example.com'],
    ['reality.sni', 'сайт без точки'],
    ['reality.port', '70000'],
    ['reality.port', 'порт'],
    ['reality.shortId', 'xyz'],
    ['reality.fingerprint', 'netscape'],
    ['reality.host', 'http://203.0.113.10'],
    ['hysteria2.hopPorts', '9-3'],
    ['hysteria2.port', '0'],
    ['cut.length', '200-100'],
    ['cut.length', '1-9999'],
    ['cut.packets', 'tlshello'],
    ['cut.interval', '10'],
    ['shadowsocks.port', '8388'],
    ['reality.sni', `${'a'.repeat(260)}.com`],
  ])('refuses %s "%s", and stays as it was', async (field, text) => {
    expect(await set(field, text)).toBe('preset.bad-value');
    expect((await view()).draft).toBeUndefined();
  });

  it('takes a dash for what the settings say', async () => {
    await set('reality.port', '8443');
    await set('reality.port', '-');
    expect((await view()).draft?.preset.reality).toEqual({});
  });

  it('of two admins is one: who has not seen the last change cannot apply it', async () => {
    await set('reality.sni', 'www.example.org');
    const seen = (await view()).draft?.revision ?? 0;
    await set('reality.port', '8443');
    expect(await codeOf(bench.presets.apply(because(), seen))).toBe('preset.changed');
    const now = (await view()).draft?.revision ?? 0;
    const both = await Promise.all([1, 2].map(() => codeOf(bench.presets.apply(because(), now))));
    expect(both.toSorted()).toEqual(['done', 'preset.nothing']);
  });

  it('begun by ten taps at once is one draft with all ten changes', async () => {
    const fields: PresetField[] = ['reality.port', 'hysteria2.port', 'reality.host', 'hysteria2.host'];
    const answers = await Promise.all(
      fields.map((field) => set(field, field.endsWith('port') ? '4443' : '198.51.100.4')),
    );
    expect(answers).toEqual(Array(4).fill('done'));
    expect((await view()).draft?.preset).toMatchObject({
      reality: { port: '4443', host: '198.51.100.4' },
      hysteria2: { port: '4443', host: '198.51.100.4' },
    });
  });

  it('without any protocol is not applied, and what was in force stays', async () => {
    await set('cut.length', '50-100');
    await applyDraft();
    for (const protocol of ['reality', 'hysteria2', 'shadowsocks'] as const)
      await bench.presets.switchOffer(because(), { protocol });
    expect(await applyDraft()).toBe('preset.wrong');
    expect((await view()).live.preset.without).toEqual([]);
    await bench.presets.drop(because());
    expect(await applyDraft()).toBe('preset.nothing');
  });

  it('applied is written down with what was before, and any earlier version can come back', async () => {
    await set('reality.sni', 'one.example.com');
    await applyDraft();
    const first = (await view()).live.version;
    await set('reality.sni', 'two.example.com');
    await applyDraft();
    const { rows } = await bench.database.db.execute(
      sql`select before->'reality'->>'sni' as before, after->'reality'->>'sni' as after from audit_log
          where action = 'apply preset' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ before: 'one.example.com', after: 'two.example.com' }]);
    await bench.presets.restore(because(), first);
    await applyDraft();
    expect((await view()).live.preset.reality.sni).toBe('one.example.com');
    expect(await codeOf(bench.presets.restore(because(), 987_654))).toBe('preset.unknown');
  });

  it('that an older version left behind unreadable counts as nothing chosen', async () => {
    await bench.database.db.execute(
      sql`insert into key_presets (preset, state, created_by, created_at) values ('{"cut": 7}', 'live', 1, now())`,
    );
    expect((await view()).live.preset.cut).toEqual({ packets: '1-3', length: '100-200', interval: '10-20' });
  });
});

describe('the test of everything', () => {
  it('builds each protocol in each mode and format, and each form of a subscription', async () => {
    const lines = await bench.presets.tryOut(adminId);
    expect(lines.filter(({ result }) => result === 'wrong')).toEqual([]);
    const names = lines.map(({ what }) => what);
    for (const what of ['reality · enhanced · link', 'hysteria2 · standard · mihomo', 'xray-list', 'android'])
      expect(names).toContain(what);
  });

  it('says it when no app is left for a device, and such a draft is not applied', async () => {
    for (const app of ['hiddify', 'happ', 'streisand', 'v2box', 'v2rayng', 'v2rayn'] as const)
      await bench.presets.switchOffer(because(), { app });
    const wrong = (await bench.presets.tryOut(adminId)).filter(({ result }) => result === 'wrong');
    expect(wrong.map(({ what }) => what)).toEqual(['ios', 'android', 'windows', 'macos', 'linux']);
    expect(await applyDraft()).toBe('preset.wrong');
  });
});

describe('a further server', () => {
  const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
  const link = (name: string) =>
    `ss://${Buffer.from(`2022-blake3-aes-256-gcm:${key(7)}:${key(8)}`).toString('base64url')}@198.51.100.7:8388#${encodeURIComponent(name)}`;

  it('is taken from any of its links, whose key is forgotten', async () => {
    await bench.presets.addServer(because(), link('🇩🇪 Франкфурт "<b>&'));
    const [server] = (await view()).draft?.preset.servers ?? [];
    expect(server?.name).toBe('🇩🇪 Франкфурт "<b>&');
    expect(decodeURIComponent(server?.link ?? '')).not.toContain(key(8));
    expect(await applyDraft()).toBe('done');
  });

  it('is taken out alone, however often its button is tapped', async () => {
    for (const name of ['a', 'b']) await bench.presets.addServer(because(), link(name));
    const names = async () => (await view()).draft?.preset.servers.map(({ name }) => name);
    const count = (await names())?.length ?? 0;
    for (const _tap of [1, 2]) await bench.presets.removeServer(because(), count - 2, count);
    expect(await names()).toHaveLength(count - 1);
    expect(await names()).not.toContain('a');
  });

  it.each(['https://example.com', 'vless://мусор', 'ss://x', 'x'.repeat(3_000), ''])(
    'that is no link of ours is refused: %s',
    async (text) => {
      expect(await codeOf(bench.presets.addServer(because(), text))).toBe('preset.bad-link');
    },
  );
});
