import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tester } from '../../support/person.ts';
import { type Product, startProduct } from '../../support/product.ts';
import { ask, browser, feedAddressOf, linkBehind, ownFeed, withKey } from './own-feed.ts';

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
    const signature = token.slice(22);
    const addresses = [
      `${origin}/sub/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      `${origin}/sub/${(12_345).toString(36)}-${signature}`,
      `${origin}/sub/${token.slice(0, 21)}${token[21] === 'A' ? 'Q' : 'A'}${signature}`,
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
        fetch(url, { headers: { ...browser, accept: 'text/html,application/xhtml+xml' } }),
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
      await (await fetch(url, { headers: { ...browser, accept: 'text/html,*/*;q=0.8' } })).text();
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
