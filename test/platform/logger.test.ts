import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { settingsInOrder } from '../../src/config/all-settings.ts';
import { openAccess, sealAccess } from '../../src/features/panels/fleet/access.rules.ts';
import { createPanelClient } from '../../src/features/panels/hiddify/client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { keepSecret } from '../../src/platform/known-secrets.ts';
import { scrub, scrubLine } from '../../src/platform/scrub.ts';
import { createSeal } from '../../src/platform/seal.ts';
import { anywhere, environment } from '../support/environment.ts';
import { freshDatabase } from '../support/postgres.ts';

function lineFor(error: unknown, more: object = {}): string {
  let line = '';
  createLogger('info', (text) => {
    line += text;
  }).error({ err: error, ...more }, 'it failed');
  expect(() => JSON.parse(line) as unknown).not.toThrow();
  return line;
}

/** What a log line says when a text comes as a message, within a text of JSON, and as a field of its own. */
function linesFor(text: string): string[] {
  return [
    lineFor(new Error(text)),
    lineFor(new Error(`answered ${JSON.stringify({ body: text })}`)),
    lineFor(new Error('as a field'), { answer: { body: [text] } }),
  ];
}

it('a failed query is logged with its statement and where it was made, and without its values', async () => {
  const { db, drop } = await freshDatabase();
  const name = 'Мария "Маша" \\ <b>\n  и ещё';
  const error: unknown = await db
    .execute(sql`select ${name}, ${'INV_0123456789'}, no_such_column`)
    .catch((failure: unknown) => failure);
  await drop();
  for (const logged of [error, new Error('outside', { cause: error })]) {
    const line = lineFor(logged);
    expect(line).not.toMatch(/Мария|Маша|и ещё|INV_/);
    expect(line).toContain('no_such_column');
    expect(line).toContain('    at ');
  }
  expect(scrub(String(error))).not.toMatch(/Мария|INV_/);
});

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const panelLink = `https://p.example.com/Canary1/${uuid}/`;
const encoded = encodeURIComponent;
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Each with what must not be readable of it. */
const leaks: readonly [what: string, text: string, secret?: string][] = [
  ['a password in an address', 'postgres://bot:ca@na:r/y@db.example.com/bot', 'ca@na:r/y'],
  ['a name and a password before a host', 'fetch https://admin:canary@p.example.com/ failed'],
  ['a uuid of any version', `user ${uuid} is gone`, 'ac96'],
  ['a bot token', 'https://api.telegram.org/bot123456:AAF-canary-canary-canary-canary/getMe'],
  ['a bot token of few characters', 'https://api.telegram.org/file/bot123456:canary/photos/1.jpg'],
  ['a bot token by itself', 'the token 123456789:AAFcanary_canary-canary-canary is refused'],
  ['a percent-encoded bot token', `retry ${encoded('https://x.example/bot123456:AAF-canary-canary')}`],
  ['a key of Stripe', 'no such key sk_live_canary0123'],
  ['a restricted key of Stripe', 'no such key rk_test_canary0123'],
  ['the secret of a webhook', 'signed with whsec_canary0123456789'],
  ['the secret of a payment', 'client pi_3Oabc_secret_canary0123'],
  ['a subscription link', panelLink, 'Canary1'],
  ['a percent-encoded subscription link', `app://add?u=${encoded(panelLink)}`, 'Canary1'],
  ['a link that is percent-encoded twice', `https://x.example/?u=${encoded(encoded(panelLink))}`, 'Canary1'],
  ['a link with backslashes before its slashes', panelLink.replaceAll('/', String.raw`\/`), 'Canary1'],
  ['a link with slashes written as numbers', panelLink.replaceAll('/', String.raw`\u002f`), 'Canary1'],
  ['a list of keys in base64', base64(`vless://${uuid}@h:443?pbk=x`), base64('vless')],
  [
    'the address of a panel without uuid',
    'GET https://p.example.com/Canary1/api/v2/admin/me/ 502',
    'Canary1',
  ],
  ['an address that opens an app', 'https://b.example.com/import/happ/2s-canary0123456789-_abcdef'],
  ['an address of a subscription', 'https://b.example.com/sub/2s-canary0123456789-_abcdef/enhanced'],
  ['a short address of a subscription', 'GET /sub/canary0123456789 404'],
  ['the page of an order', `https://b.example.com/o/${uuid.replaceAll('-', '')}`, 'ac96774b'],
  ['a key of VLESS', 'vless://x@h:443?pbk=canary#name'],
  ['a key of Shadowsocks', 'ss://canary@h:443'],
  ['a key of Hysteria2', 'hysteria2://canary@h:443?obfs-password=canary'],
  ['a key of a protocol that nobody knew of yet', 'later+x1://canary@h:443'],
  ['a link into an app', 'happ://add/canary0123'],
  ['a link that an app imports from', 'hiddify://import/https://x.example/canary#me'],
  ['a checkout of Stripe', 'https://checkout.stripe.com/c/pay/cs_live_canary#fidcanary'],
  ['a checkout of Stripe on a domain of its own', 'https://pay.example.com/c/pay/x_canary#fidcanary'],
  ['the portal of Stripe', 'https://billing.stripe.com/p/session/canary'],
  ['an invoice of Crypto Pay', 'https://t.me/CryptoBot?start=IVcanary'],
  ['an invoice of Crypto Pay in the app', 'https://t.me/CryptoBot/app?startapp=invoice-IVcanary'],
  ['an invoice of Crypto Pay in a browser', 'https://app.send.tg/invoices/IVcanary01'],
  ['an invoice of Stars', 'https://t.me/$canary_0123'],
  ['an invite', 'the code INV_cafe0123456789 is used up', 'cafe'],
  ['a link with an invite', 'https://t.me/a_bot?start=INV_cafe0123456789', 'cafe'],
  ['a link with anything to start with', 'https://t.me/a_bot?start=canary'],
  ['a pair of a password', 'host=db user=bot password=canary,1) pwd=canary promo=canary'],
  ['a pair of a password in quotes', "host=db password='ca nary' sslmode=off", 'nary'],
  ['pairs in an address', 'https://x.example/?a=1&access_token=canary&sign=canary&hmac=canary&b=2'],
  ['pairs in a file of settings', 'REDIS_PASSWORD: canary01\nSMTP_PASS=canary MYSQL_PWD="canary"'],
  ['a pair in JSON', '{"client_secret": "ca\\"nary", "a": 1}', 'nary'],
  ['a path of a panel by its name', '{"proxy_path_admin":"canary"}'],
  ['an authorisation', 'sent Authorization: Canary canary\n    at node:net'],
  ['an authorisation in JSON', '{"authorization":"Digest canary"}'],
  ['the key of a panel', 'hiddify-api-key: canary'],
  ['the token of Crypto Pay', '{"Crypto-Pay-API-Token":"canary"}'],
  ['a cookie', 'set-cookie: session=canary; path=/'],
  ['the secret of Telegram’s deliveries', 'x-telegram-bot-api-secret-token: canary'],
  ['a bearer token', 'curl -H "X: Bearer canary0123"'],
  ['a name and a password in base64', `got Basic ${base64('name:canary01')}`, base64('name:canary01')],
  ['a token with a signature', 'eyJhbGciOiJI.eyJzdWIicanary.c2lnbmF0'],
  [
    'what an app is opened with',
    'https://x.example/#tgWebAppData=query_id%3Dcanary%26hash%3Dcanary0123456789abcdef',
  ],
  [
    'what an app sends of it',
    'POST /a?user=%7B%22id%22%3A1canary%7D&auth_date=1&hash=canary0123456789abcdef',
  ],
  ['a private key', '-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----'],
  ['a value that is there already', 'Key (code)=(canary (x)) already exists.'],
  ['a row that is not allowed', 'Failing row contains (7, canary, null).'],
  ['the values of a statement', "unnamed portal with parameters: $1 = 'canary', $2 = '7'"],
  ['a value of another type', 'invalid input syntax for type uuid: "canary"'],
  ['a value that is no word of a list', 'invalid input value for enum role: "ca"nary"', 'nary'],
];

it.each(leaks)('%s is not readable in a log line', (_what, text, secret = 'canary') => {
  for (const line of linesFor(text)) expect(line).not.toContain(secret);
  expect(scrub(text)).not.toContain(secret);
});

it('what stands under the name of a secret is not readable, whatever it looks like', () => {
  const said = {
    password: 'plain words',
    config: { botToken: 'plain words', adminPath: 'plain words', headers: { cookie: ['plain words'] } },
    rawHeaders: ['Authorization', 'plain words', 'Accept', 'anything'],
    init_data: 12_345,
  };
  const line = lineFor(new Error('x'), said);
  expect(line).not.toMatch(/plain words|12345/);
  expect(line).toContain('"Accept","anything"');
});

it('what PostgreSQL says of the values of a row is not readable, nor what its client adds', async () => {
  const { db, drop } = await freshDatabase();
  const said: unknown[] = [];
  const noteOf = (query: ReturnType<typeof sql>) => db.execute(query).catch((error) => said.push(error));
  await noteOf(sql`create temporary table kept (code text primary key, days int check (days > 0))`);
  await noteOf(sql`insert into kept select ${'canary'}, 1 from generate_series(1, 2)`);
  await noteOf(sql`insert into kept values (${'canary'}, -1)`);
  await noteOf(sql`select ${'canary'}::text::int`);
  await noteOf(
    sql`do $$ begin raise exception using message = 'no', detail = 'can' || 'ary', hint = 'h'; end $$`,
  );
  await drop();
  expect(said).toHaveLength(4);
  for (const error of said) {
    const cause = error instanceof Error ? error.cause : undefined;
    for (const line of [lineFor(error), lineFor(cause), lineFor(new AggregateError([cause]))])
      expect(line).not.toContain('canary');
  }
});

describe('the values of secrets that this process knows', () => {
  const forms = (value: string) => [
    value,
    `a "${value}" b`,
    `https://x.example/?q=${encoded(value)}`,
    encoded(encoded(value)),
    base64(value),
    base64(`name:${value}`).replaceAll('+', '-').replaceAll('/', '_'),
  ];
  const isReadable = (value: string) =>
    linesFor(forms(value).join(' ')).some((line) => forms(value).some((form) => line.includes(form)));

  const samples: Record<string, string> = {
    TELEGRAM_BOT_TOKEN: '7:AAF-canary_Canary',
    HIDDIFY_API_TOKEN: uuid,
    DATABASE_URL: 'postgres://bot:Pa%24canary@db.example.com/bot',
    DATABASE_OWNER_URL: 'postgres://owner:Ow%24canary@db.example.com/bot',
    REDIS_URL: 'redis://:Re%24canary@db.example.com',
    STRIPE_SECRET_KEY: 'sk_test_Canary',
    STRIPE_WEBHOOK_SECRET: 'whsec_Canary+1,whsec_Canary+2',
    CRYPTO_PAY_TOKEN: '7:Canary/Canary',
    SECRETS_KEY: 'canary of 16 chars and more, another canary of 16',
  };
  const settings = settingsInOrder.filter(({ secret }) => secret).map(({ name }) => name);

  it.each(settings)('of %s is readable in no form', (name) => {
    const given = samples[name] ?? `Ca9-${name.toLowerCase().replaceAll('_', '-')}`;
    readConfig({ ...environment, [name]: given });
    const { password } = URL.parse(given) ?? {};
    const parts = password ? [decodeURIComponent(password)] : given.split(/, ?/);
    for (const part of parts) expect(part).not.toSatisfy(isReadable);
  });

  it('that are derived from them are not readable', () => {
    const { telegram, sealKeys, buttonKeys, keyTokenKeys } = readConfig({ ...environment });
    for (const key of [telegram.webhookSecret, ...sealKeys, ...buttonKeys, ...keyTokenKeys])
      expect(key).not.toSatisfy(isReadable);
  });

  it('that lay sealed in the database are not readable once they were opened', () => {
    const seal = createSeal(Buffer.alloc(32, 'k').toString('base64url'));
    const access = { adminPath: 'Hidden4Admins', clientPath: 'Hidden4Clients', apiKey: 'Hidden4Keys' };
    expect('Hidden4Admins').toSatisfy(isReadable);
    openAccess(seal, sealAccess(seal, access));
    for (const part of Object.values(access)) expect(part).not.toSatisfy(isReadable);
  });

  it('are known of a panel from its first call: no path on its host is readable, short as it may be', async () => {
    const reached = { url: 'https://known.example.com', adminPath: 'ap', clientPath: 'cp', apiKey: uuid };
    await createPanelClient({ ...reached, addressRules: anywhere, clock: systemClock }).close();
    const [line] = linesFor(
      'GET https://known.example.com/ap/static and http://known.example.com:81/ap/ from /ap',
    );
    expect(line).toContain(
      'GET https://known.example.com/[path] and http://known.example.com:81/[path] from /ap',
    );
  });

  it('are hidden only where they are none of the words that lines are made of', () => {
    keepSecret('postgres', 'admin', '12345678', 'Password', 'Correct-Horse');
    const [line] = linesFor('postgres admin 12345678 Password, Correct-Horse');
    expect(line).toContain('postgres admin 12345678 Password, [secret]');
  });
});

it.each([
  'TELEGRAM_BOT_TOKEN: is missing. Token of the bot. Write it as: <number>:<35 characters>.',
  'the token is refused, the secret is wrong; a password is needed: give one; design=dark, promoted=yes',
  'Bearer token that /metrics asks for; basic words',
  'connect ECONNREFUSED 127.0.0.1:5432 at 2026-12-01T00:00:00.000Z',
  'getaddrinfo ENOTFOUND vpn.example.com',
  'https://api.telegram.org/ answered 502 in 1.25 s (attempt 3 of 5)',
  '    at settle (file:///srv/bot/src/features/money/settlement/settle.service.ts:120:15)',
  String.raw`see\nhttps://docs.example.com/api/keys?page=2#how-to-start and wss://x.example.com, postgres://127.0.0.1/bot`,
  'duplicate key value violates unique constraint "invites_code_unique"',
  'relation "no_such_table" does not exist',
  'column "days" of relation "plans" violates not-null constraint',
  'order 42 of 2026-12-01: 1 499,00 ₽, 50 % off; Анна Попова (id 1000001) says "да"',
  String.raw`C:\users\bot and \d+ and 100% of 50%20`,
  'Zm9vYmFyYmF6cXV4Zm9vYmFy is base64 of nothing secret, sha 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
])('an innocent line stays as it is: %s', (text) => {
  const said = JSON.parse(lineFor(new Error('x'), { text })) as { text: string };
  expect(said.text).toBe(text);
});

it('a line costs by its length, and no more', () => {
  const parts = [
    'a',
    'https://',
    '%41',
    '\\',
    'token"',
    'a/',
    'password: ',
    '\nparams: ',
    'Key (',
    'Key (a)=(',
    '=',
    'eyJa',
    '//',
  ];
  const costOf = (length: number) => {
    const began = process.cpuUsage().user;
    for (const part of parts) scrub(part.repeat(length / part.length));
    return process.cpuUsage().user - began;
  };
  costOf(25_000);
  // Four times as long takes four times as long, where a pattern that looks back at all before it takes sixteen.
  expect(costOf(100_000) / costOf(25_000)).toBeLessThan(10);
});

it.each([
  ['that stands in a broken address', 'GET /sub/%E0%A4%A?token%3Dcanary-1234', 'canary'],
  ['of a name in a line that is no JSON', 'password=canary-1234 {"', 'canary'],
])('a secret %s is not readable', (_what, text, secret) => {
  expect(scrub(text)).not.toContain(secret);
  expect(scrubLine(text)).not.toContain(secret);
});

it('a line stays JSON of the same shape: null, numbers, lists and what is nested stay what they are', () => {
  const line = {
    a: null,
    token: null,
    n: 1.5,
    yes: true,
    list: [1, 'x', { b: null }],
    password: { deep: 'shown' },
  };
  expect(JSON.parse(scrubLine(JSON.stringify(line)))).toEqual(line);
  expect(JSON.parse(scrubLine('{"token":[1234567,"canary"],"pin":7}'))).toEqual({
    token: ['[hidden]', '[hidden]'],
    pin: 7,
  });
  expect(scrubLine('not JSON')).toBe('not JSON');
});
