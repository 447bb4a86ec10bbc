import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Tester } from '../../support/person.ts';
import { type Product, startProduct } from '../../support/product.ts';
import { readConfig } from '../../../src/config/config.ts';
import { environment } from '../../support/environment.ts';
import { ask, feedAddressOf, linkBehind, ownFeed, withKey } from './own-feed.ts';
import { createKeyTokens } from '../../../src/features/keys/feed/tokens.rules.ts';

let product: Product;
let person: Tester;
beforeAll(async () => {
  product = await startProduct({ settings: ownFeed });
  person = await ready();
});
afterAll(() => product.stop());

const ready = () => withKey(product);
const addressOf = feedAddressOf;
const linkOf = (label: string) => linkBehind(person, label);
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
    const [, file = ''] = (headers.get('content-disposition') ?? '').split(
      `attachment; filename="VPN"; filename*=UTF-8''`,
    );
    expect(decodeURIComponent(file)).toBe('Лиса 🦊');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is for apps what it is for apps, though they ask for a page', async () => {
    const address = await addressOf(person);
    for (const userAgent of ['Happ/4.2.0', 'NobodyKnows/1.0']) {
      const headers = { 'user-agent': userAgent, accept: 'text/html,*/*' };
      const answer = await fetch(address, { headers });
      expect(answer.headers.get('content-type')).toContain('text/plain');
    }
  });

  it('says in its address nothing of whose it is, and an address of before opens until the link is replaced', async () => {
    const holder = await ready();
    const address = await addressOf(holder);
    expect(address).not.toContain(holder.id.toString(36));
    expect(address.split('/').at(-1)).toMatch(/^[\w-]{46}$/);
    const before = `${address.slice(0, address.lastIndexOf('/'))}/${formerToken(holder.id)}`;
    expect((await ask(before)).status).toBe(200);
    await holder.says('/key');
    await holder.taps('Сменить ссылку', 'Да, сменить');
    await eventually(async () => expect(await addressOf(holder)).not.toBe(address));
    for (const old of [address, before]) expect((await ask(old)).status).toBe(404);
    expect((await ask(await addressOf(holder))).status).toBe(200);
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

/** As versions before wrote it: the person's id, and a signature over it and the key. */
function formerToken(userId: number): string {
  const [newest = ''] = readConfig(environment).keyTokenKeys;
  const signature = createHmac('sha256', newest)
    .update(`${userId} ${uuidOf(userId)}`)
    .digest();
  return `${userId.toString(36)}-${signature.subarray(0, 18).toString('base64url')}`;
}

test('a token is worth nothing under another key', () => {
  const panelUuid = '5f6a1c1e-0b5e-4f0d-9a57-3c1d2e4f5a6b';
  const holder = { userId: 101, feedId: '7a1c2e3f-4b5d-4e6f-8a9b-0c1d2e3f4a5b', panelUuid };
  const ours = createKeyTokens('ours');
  expect(ours.matches(ours.issue(holder), holder)).toBe(true);
  expect(ours.matches(createKeyTokens('theirs').issue(holder), holder)).toBe(false);
  expect(ours.nameOf(ours.issue(holder))).toEqual({ feedId: holder.feedId });
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

// The last one: whoever asks in the same second is refused with it.
test('whom many ask at once is told to come later', async () => {
  const address = await addressOf(await ready());
  const answers = await Promise.all(Array.from({ length: 60 }, () => ask(address)));
  expect(answers.map((answer) => answer.status)).toContain(429);
});
