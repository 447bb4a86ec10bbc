import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { newcomer } from '../../support/journeys.ts';
import type { Tester } from '../../support/person.ts';
import { type Product, startProduct } from '../../support/product.ts';
import { createKeyTokens } from '../../../src/features/keys/feed/tokens.rules.ts';

const serverKey = Buffer.alloc(32, 5).toString('base64');
const settings = {
  // As a new installation begins.
  OWN_SUBSCRIPTIONS: '',
  SERVICE_NAME: 'Лиса 🦊',
  VPS_IP: '203.0.113.10',
  HYSTERIA2_PORT: '8443',
  HYSTERIA2_SNI: 'vpn.example.com',
  SHADOWSOCKS_PORT: '8388',
  SHADOWSOCKS_SERVER_KEY: serverKey,
};

let product: Product;
let person: Tester;
beforeAll(async () => {
  product = await startProduct({ settings });
  person = await ready();
});
afterAll(() => product.stop());

async function ready(): Promise<Tester> {
  const tester = await newcomer(product);
  await tester.taps('Попробовать бесплатно', 'Начать пробный период');
  await eventually(() => expect(tester.text()).toContain('Готово! Доступ настроен'));
  return tester;
}

/** The address on the key screen, as the person copies it. */
async function addressOf(tester: Tester): Promise<string> {
  await tester.says('/key');
  return /https?:\/\/\S+\/sub\/[\w-]+/.exec(tester.text())?.[0] ?? 'no address';
}

/** Where a button of the newest message leads. */
function linkOf(label: string): string {
  const markup = person.screen().reply_markup;
  const rows = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  return rows.flat().find(({ text }) => text === label)?.url ?? 'no such button';
}

const ask = (url: string, userAgent = 'curl/8') => fetch(url, { headers: { 'user-agent': userAgent } });
const uuidOf = (id: number) =>
  product.panel.control.users().find((user) => user.telegram_id === id)?.uuid ?? 'nobody';

describe('our own subscription', () => {
  it('is a plain list of links of every protocol for an app that nobody knows', async () => {
    const answer = await ask(await addressOf(person));
    const lines = (await answer.text()).trim().split('\n');
    expect(lines.map((line) => line.split('://', 1)[0])).toEqual(['vless', 'hysteria2', 'ss']);
    expect(lines[0]).toContain(`vless://${uuidOf(person.id)}@203.0.113.10:443?`);
    expect(decodeURIComponent(lines[0]?.split('#')[1] ?? '')).toBe('Лиса 🦊 Reality');
    // A slash is easily copied along.
    expect((await ask(`${await addressOf(person)}/`)).status).toBe(200);
    expect((await ask(`${await addressOf(person)}/enhanced/`)).status).toBe(200);
  });

  it.each([
    ['HiddifyNext/4.1.2 (android) like ClashMeta v2ray sing-box', 'text/plain', /^[A-Za-z0-9+/=]+$/],
    ['Happ/4.2.0', 'text/plain', /^[A-Za-z0-9+/=]+$/],
    ['clash-verge/v2.4.0', 'application/yaml', /^mixed-port: 7890\n/],
    ['SFA/1.13.2 (Build 1; sing-box 1.13.2)', 'application/json', /"type": "hysteria2"/],
  ])('is written for %s as it reads it', async (userAgent, type, body) => {
    const answer = await ask(await addressOf(person), userAgent);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(await answer.text()).toMatch(body);
  });

  it('in enhanced mode gives Xray apps whole configurations that cut, and tells Hiddify to cut', async () => {
    const address = `${await addressOf(person)}/enhanced`;
    const configs = (await (await ask(address, 'v2rayNG/2.3.5')).json()) as unknown[];
    expect(configs).toHaveLength(3);
    expect(JSON.stringify(configs[0])).toContain('"dialerProxy":"cut"');
    expect((await ask(address, 'HiddifyNext/4.1.2')).headers.get('enable-fragment')).toBe('true');
  });

  it('says in its headers what is used, how it is called and where to ask, and is kept nowhere', async () => {
    const { headers } = await ask(await addressOf(person));
    expect(headers.get('subscription-userinfo')).toMatch(
      /^upload=0; download=0; total=5368709120; expire=\d{10}$/,
    );
    const [, title = ''] = (headers.get('profile-title') ?? '').split('base64:');
    expect(Buffer.from(title, 'base64').toString()).toBe('Лиса 🦊');
    expect(headers.get('support-url')).toMatch(/^https:\/\/t\.me\/\w+$/);
    expect(headers.get('profile-update-interval')).toBe('12');
    const [, file = ''] = (headers.get('content-disposition') ?? '').split("attachment; filename*=UTF-8''");
    expect(decodeURIComponent(file)).toBe('Лиса 🦊');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });
});

describe('the page that opens an app', () => {
  it('stands behind a button of the device screen and leads to the app', async () => {
    await person.says('/key');
    await person.taps('Android');
    const url = linkOf('Открыть Hiddify');
    expect(url).toMatch(/\/import\/hiddify\/[\w-]+$/);
    const answer = await ask(url, 'Mozilla/5.0 (Linux; Android 16; Pixel 9)');
    const body = await answer.text();
    expect(body).toContain(`href="hiddify://import/${await addressOf(person)}#`);
    // The service, the app's download for this device, a copy of the link and the way back.
    expect(body).toContain('<header>Лиса 🦊</header>');
    expect(body).toContain('href="https://play.google.com/store/apps/details?id=app.hiddify.com"');
    expect(body).not.toContain('apps.apple.com');
    expect(body).toContain('Скопировать ссылку');
    expect(body).toMatch(/href="https:\/\/t\.me\/\w+">Вернуться в Telegram/);
    // The one script that may run is the one that stands there.
    const [, script = ''] = /<script>(.*)<\/script>/.exec(body) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(answer.headers.get('content-security-policy')).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('in enhanced mode leads to the subscription of that mode', async () => {
    await person.says('/key');
    await person.taps('Усиленный режим', 'Android');
    const url = linkOf('Открыть Happ');
    expect(url).toMatch(/\/import\/happ\/[\w-]+\?mode=enhanced$/);
    expect(await (await fetch(url)).text()).toContain(
      `href="happ://add/${await addressOf(person)}/enhanced"`,
    );
  });

  it('and the subscription look the same for every address that opens nothing', async () => {
    const address = await addressOf(person);
    const origin = new URL(address).origin;
    const token = address.split('/').at(-1) ?? '';
    const signature = token.split('-').slice(1).join('-');
    const addresses = [
      `${origin}/sub/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `${origin}/sub/${(12_345).toString(36)}-${signature}`,
      `${origin}/sub/nonsense`,
      `${origin}/sub/${'z'.repeat(90)}/enhanced`,
      `${origin}/import/happ/${token.slice(0, -1)}`,
      `${origin}/import/streisand/${token}`,
      `${origin}/import/constructor/${token}`,
    ];
    // As apps ask and as browsers do.
    const answers = await Promise.all(
      addresses.flatMap((url) => [
        fetch(url),
        fetch(url, { headers: { accept: 'text/html,application/xhtml+xml' } }),
      ]),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([404]));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    const heads = answers.map(({ headers }) =>
      JSON.stringify([...headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name))),
    );
    expect(new Set(heads).size).toBe(1);
  });

  it('is offered for each app to whoever opens the subscription in a browser, who is told when it is of no use', async () => {
    const visitor = await ready();
    const address = await addressOf(visitor);
    const browse = async (url: string) =>
      await (await fetch(url, { headers: { accept: 'text/html,*/*;q=0.8' } })).text();
    const token = address.split('/').at(-1) ?? '';
    const page = await browse(address);
    expect(page).toContain('Ваша подписка');
    for (const app of ['hiddify', 'happ', 'v2rayng', 'v2box'])
      expect(page).toContain(`href="/import/${app}/${token}"`);
    expect(page).toContain(`>${address}</code>`);
    expect(page).not.toContain('vless://');
    const enhanced = await browse(`${address}/enhanced`);
    expect(enhanced).toContain(`href="/import/happ/${token}?mode=enhanced"`);
    expect(enhanced).not.toContain('hiddify');
    await product.database.db.execute(
      sql`update subscriptions set status = 'expired' where user_id = ${visitor.id}`,
    );
    const ended = await browse(address);
    expect(ended).toContain('Доступ закончился');
    expect(ended).not.toContain('/import/');
  });

  it('opens nothing any more once the link was replaced or the person was shut out', async () => {
    const other = await ready();
    const address = await addressOf(other);
    const page = address.replace('/sub/', '/import/happ/');
    const { db } = product.database;
    await db.execute(sql`update users set blocked_at = now() where telegram_id = ${other.id}`);
    expect((await ask(address)).status).toBe(404);
    expect((await fetch(page)).status).toBe(404);
    await db.execute(sql`update users set blocked_at = null where telegram_id = ${other.id}`);
    expect((await ask(address)).status).toBe(200);
    expect((await fetch(page)).status).toBe(200);
    await db.execute(
      sql`update subscriptions set panel_uuid = gen_random_uuid() where user_id = ${other.id}`,
    );
    expect((await ask(address)).status).toBe(404);
    expect((await fetch(page)).status).toBe(404);
  });
});

test('the chat hands out a link of each protocol and a file for each kind of app', async () => {
  await person.says('/key');
  await person.taps('Ссылка VLESS', 'Hysteria2');
  expect(person.text()).toContain(`hysteria2://${uuidOf(person.id)}@203.0.113.10:8443/`);
  await person.taps('Shadowsocks');
  expect(person.text()).toContain('ss://2022-blake3-aes-256-gcm:');
  await person.taps('Файл для Xray', 'Файл для sing-box');
  expect(person.screen().document?.file_name).toBe('vpn-sing-box-standard.json');
  await person.taps('Файл для Clash');
  expect(person.screen().document?.file_name).toBe('vpn-clash-standard.yaml');
  await person.says('/key');
  await person.taps('Усиленный режим', 'Файл для Xray', 'Файл для Clash');
  expect(person.text()).toContain('не умеют');
});

test('what is handed out is counted once, by form, mode, protocol, format, platform and app', async () => {
  const counted = async (labels: Record<string, string>): Promise<number> => {
    const figures = await (await fetch(`${product.app().url}/metrics`)).text();
    const all = { form: '', mode: '', protocol: '', format: '', platform: '', app: '', ...labels };
    const list = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
    const line = figures
      .split('\n')
      .find((one) => one.startsWith(`vpnbot_keys_delivered_total{${list.join(',')}}`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  const cases: [Record<string, string>, () => Promise<unknown>][] = [
    [{ form: 'guide', mode: 'enhanced', platform: 'windows', app: 'v2rayn' }, () => person.taps('Windows')],
    [{ form: 'link', mode: 'enhanced', protocol: 'reality' }, () => person.taps('Ссылка VLESS')],
    [{ form: 'link', mode: 'enhanced', protocol: 'hysteria2' }, () => person.taps('Hysteria2')],
    [{ form: 'qr', mode: 'enhanced' }, () => person.taps('QR-код')],
    [{ form: 'file', mode: 'enhanced', format: 'xray' }, () => person.taps('Файл для Xray')],
    [{ form: 'file', mode: 'enhanced', format: 'mihomo' }, () => person.taps('Файл для Clash')],
  ];
  await person.says('/key');
  await person.taps('Усиленный режим');
  for (const [labels, act] of cases) {
    const before = await counted(labels);
    await act();
    expect([labels, await counted(labels)]).toEqual([labels, before + 1]);
  }
  const subscription = { form: 'subscription', mode: 'standard', format: 'sing-box', app: 'karing' };
  await ask(await addressOf(person), 'Karing/1.2');
  expect(await counted(subscription)).toBe(1);
  const happ = { form: 'import', mode: 'standard', app: 'v2box' };
  await person.taps('Android', 'V2Box');
  await fetch(linkOf('Открыть V2Box'));
  expect(await counted(happ)).toBe(1);
});

test('a token is worth nothing under another key', () => {
  const holder = { userId: 101, panelUuid: '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b' };
  const ours = createKeyTokens('ours');
  expect(ours.matches(ours.issue(holder), holder)).toBe(true);
  expect(ours.matches(createKeyTokens('theirs').issue(holder), holder)).toBe(false);
  expect(ours.userIdOf(ours.issue(holder))).toBe(101);
});

test('an app tells that the traffic is used up, and that access has ended', async () => {
  const other = await ready();
  const address = await addressOf(other);
  const nameIn = async () => decodeURIComponent((await (await ask(address)).text()).split('#')[1] ?? '');
  // On the panel too: its list is read on a timetable, and may be read now.
  product.panel.control.addUsage(uuidOf(other.id), 1_000);
  await product.database.db.execute(
    sql`update subscriptions set used_bytes = data_limit_bytes where user_id = ${other.id}`,
  );
  expect(await nameIn()).toContain('Трафик закончился');
  product.clock.advance(8 * 24 * 3_600_000);
  expect(await nameIn()).toContain('Доступ закончился');
});

test('an admin sends links to the panel and back; what people hold goes on either way', async () => {
  const ours = await addressOf(person);
  const admin = await product.admin();
  const choose = async (way: string) => {
    await admin.says('/admin');
    await admin.taps('Ключи', way, 'Да, сменить ссылки');
  };
  await choose('Вернуть ссылки панели');
  expect(admin.text()).toContain('Подписки: ссылки самой панели');
  await person.says('/key');
  expect(person.text()).toContain(`/${product.panel.clientPath}/${uuidOf(person.id)}/`);
  expect((await ask(ours)).status).toBe(200);
  await choose('Перейти на наши подписки');
  expect(await addressOf(person)).toBe(ours);
});

// The last one: whoever asks in the same second is refused with it.
test('whom many ask at once is told to come later', async () => {
  const address = await addressOf(await ready());
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask(address)));
  expect(answers.map((answer) => answer.status)).toContain(429);
});
