import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsInOrder } from '../../src/config/all-settings.ts';
import { ConfigError, readConfig } from '../../src/config/config.ts';

const complete = {
  TELEGRAM_BOT_TOKEN: '1000001:a-token-of-the-test-0123456789',
  TELEGRAM_ADMIN_ID: '101, 102',
  PUBLIC_URL: 'https://bot.example.com/',
  DATABASE_URL: 'postgres://bot:secret@db/bot',
  PANEL_DOMAIN: 'panel.example.com',
  HIDDIFY_API_TOKEN: '11111111-2222-4333-8444-555555555555',
  HIDDIFY_ADMIN_PATH: 'admin',
  HIDDIFY_CLIENT_PATH: 'client',
  SECRETS_KEY: 'a-key-of-the-test-0123456789',
};

function problemsWith(changes: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig({ ...complete, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

it('a complete configuration has no problems', () => {
  expect(problemsWith({})).toEqual([]);
  expect(readConfig(complete).telegram.adminIds).toEqual([101, 102]);
});

it('every mistake is told at once, by name, and no value of a secret', () => {
  const problems = problemsWith({
    TELEGRAM_BOT_TOKEN: 'canary token',
    DATABASE_URL: 'mysql://canary',
    PANEL_DOMAIN: undefined,
    PORT: '99999',
    HIDDIFY_API_TOKEN: 'CHANGE_ME',
  });
  expect(new Set(problems.map((problem) => problem.split(':')[0]))).toEqual(
    new Set(['DATABASE_URL', 'HIDDIFY_API_TOKEN', 'PANEL_DOMAIN', 'PORT', 'TELEGRAM_BOT_TOKEN']),
  );
  expect(problems).toHaveLength(5);
  expect(problems.join()).not.toContain('canary');
});

it('a mistake says what is wrong and how the setting is written', () => {
  expect(
    problemsWith({
      TELEGRAM_ADMIN_ID: 'anna',
      PUBLIC_URL: undefined,
      DATABASE_URL: 'CHANGE_ME',
      PANEL_DOMAIN: undefined,
      PAYMENT_CURRENCY: 'shells',
    }),
  ).toEqual([
    'TELEGRAM_ADMIN_ID: is not one number or several, separated by commas. Write it as: one id, or several separated by commas, for example 123456789. Write to @userinfobot; it answers with your id.',
    'DATABASE_URL: still holds the placeholder. Write it as: postgres://user:password@host:5432/name. The compose file brings one; or give POSTGRES_HOST, POSTGRES_USER … instead.',
    'PAYMENT_CURRENCY: is not one of the currencies named. Write it as: USD, EUR, GBP, RUB, UAH, KZT, TRY, JPY.',
    'PUBLIC_URL: is missing. Address under which Telegram and providers reach this server. Write it as: https address without a path, for example https://bot.example.com. The domain that points at your server.',
    'PANEL_DOMAIN: is missing. Domain of the Hiddify panel. Write it as: host name, for example vpn.example.com. The domain in the address of your panel.',
  ]);
});

it('speaks of every setting in our own words, and says how it is written', () => {
  const unlikely = ['!!', 'a b', '-1', '99999999999', 'http://x.example.com', 'a'.repeat(2_000)];
  const said = settingsInOrder.flatMap(({ name }) =>
    unlikely.flatMap((text) => problemsWith({ [name]: text })),
  );
  expect(new Set(said).size).toBeGreaterThan(40);
  for (const problem of said) expect(problem).toMatch(/^[A-Z_]+: (is not .+|does not fit)\. Write it as: ./);
  expect(said.join('\n')).not.toMatch(/invalid|expected|received|undefined|too (big|small)|\.\./i);
});

it.each(['DATABASE_URL', 'DATABASE_OWNER_URL'])(
  'a password in %s that has to be written otherwise is said so, and not shown',
  (name) => {
    for (const password of ['can#ary', 'can/ary', 'can?ary', '100%canary']) {
      const problems = problemsWith({ [name]: `postgres://bot:${password}@127.0.0.1:5432/bot` });
      expect(problems).toEqual([
        expect.stringMatching(`^${name}: is not an address that can be read: .* # as %23`),
      ]);
      expect(problems.join()).not.toContain('ary');
    }
    expect(problemsWith({ [name]: 'postgres://bot:can%23%2Fary@127.0.0.1:5432/bot' })).toEqual([]);
  },
);

it.each(['redis://127.0.0.1:6379', 'redis://cache', 'rediss://:p%40ss@cache:6379/1'])(
  'an address of Redis such as %s can be read',
  (REDIS_URL) => expect(problemsWith({ REDIS_URL })).toEqual([]),
);

it('so is one in REDIS_URL', () => {
  expect(problemsWith({ REDIS_URL: 'redis://:can#ary@cache:6379' })).toEqual([
    expect.stringMatching(/^REDIS_URL: is not an address that can be read: .* # as %23/),
  ]);
});

it('the parts of a database’s address stand for the whole', () => {
  const parts = { POSTGRES_HOST: 'db.local', POSTGRES_PASSWORD: 'a/b@c' };
  expect(problemsWith({ ...parts, DATABASE_URL: undefined })).toEqual([]);
  expect(readConfig({ ...complete, ...parts, DATABASE_URL: undefined }).database.url).toBe(
    'postgres://vpnbot:a%2Fb%40c@db.local:5432/vpnbot',
  );
});

it('the embedded database needs no owner named', () => {
  const owner = 'postgres://owner:canary@db/bot';
  expect(problemsWith({ DATABASE_URL: 'embedded', DATABASE_OWNER_URL: owner })).toEqual([
    'DATABASE_OWNER_URL: the embedded database has both roles by itself. Leave it out.',
  ]);
  expect(readConfig({ ...complete, DATABASE_OWNER_URL: owner }).database.ownerUrl).toBe(owner);
});

it.each([
  ['PUBLIC_URL', 'bot.example.com'],
  ['UPSTREAMS', 'bot-a:8080,bot-b:8080'],
  ['UPSTREAMS', 'bot-a bot-b'],
  ['DATABASE_OWNER_URL', 'embedded'],
  ['PUBLIC_URL', 'https://bot.example.com/path'],
  ['PUBLIC_URL', 'https://bot.example.com/?a=b'],
  ['PUBLIC_URL', 'https://user:canary@bot.example.com'],
  ['PUBLIC_URL', 'http://bot.example.com'],
  ['TELEGRAM_API_ROOT', 'nowhere'],
  ['TRUSTED_PROXIES', 'caddy'],
  ['TRUSTED_PROXIES', '172.28.0.0/33'],
  ['TRUSTED_PROXIES', '172.28.0.1,,10.0.0.1'],
  ['TELEGRAM_ADMIN_ID', '123456789012345678901'],
  ['PANEL_DOMAIN', 'https://vpn.example.com'],
  ['PANEL_DOMAIN', 'vpn.example.com:port'],
  ['PANEL_DOMAIN', 'admin@vpn.example.com'],
])('%s=%s is a mistake found before the start', (name, value) => {
  expect(problemsWith({ [name]: value })).toEqual([expect.stringMatching(`^${name}: `)]);
});

it('addresses and ranges of both kinds are proxies', () => {
  expect(
    readConfig({ ...complete, TRUSTED_PROXIES: '172.28.0.0/16, ::1, fd00::/8' }).http.trustedProxies,
  ).toEqual(['172.28.0.0/16', '::1', 'fd00::/8']);
});

it('a secret may be in a file, also where the variable itself is passed empty', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'config-')), 'token');
  writeFileSync(file, '1000002:another-token-of-the-test-01234\n');
  const config = readConfig({ ...complete, TELEGRAM_BOT_TOKEN: '', TELEGRAM_BOT_TOKEN_FILE: file });
  expect(config.telegram.token).toBe('1000002:another-token-of-the-test-01234');
});

it('a file that cannot be read is named with its variable', () => {
  expect(problemsWith({ TELEGRAM_BOT_TOKEN: undefined, TELEGRAM_BOT_TOKEN_FILE: '/nowhere/token' })).toEqual([
    'TELEGRAM_BOT_TOKEN: the file that TELEGRAM_BOT_TOKEN_FILE names, /nowhere/token, cannot be read: it is not there.',
  ]);
});

it('keys of the other mode than the shop’s are refused, and of two modes at once', () => {
  const [live, test] = ['sk_live_0123456789', 'sk_test_0123456789'];
  expect(problemsWith({ STRIPE_SECRET_KEY: test })).toEqual([]);
  expect(problemsWith({ STRIPE_SECRET_KEY: live, PAYMENT_MODE: 'live' })).toEqual([]);
  const refused = problemsWith({ STRIPE_SECRET_KEY: test, PAYMENT_MODE: 'live' });
  expect(refused).toEqual([
    'STRIPE_SECRET_KEY: is for test money, while PAYMENT_MODE is for live money. Give the one for live money, or change PAYMENT_MODE.',
  ]);
  expect(problemsWith({ STRIPE_SECRET_KEY: live, STRIPE_PUBLISHABLE_KEY: 'pk_test_1' })).toEqual([
    'STRIPE_PUBLISHABLE_KEY: is for test money, while STRIPE_SECRET_KEY is for live money. Give the one for live money.',
  ]);
  const crypto = {
    CRYPTO_PAY_TOKEN: '12345:AA0123456789',
    CRYPTO_PAY_API_BASE: 'https://testnet-pay.crypt.bot',
  };
  expect(problemsWith({ ...crypto, STRIPE_SECRET_KEY: live })).toEqual([]);
  expect(problemsWith({ ...crypto, PAYMENT_MODE: 'live' })).toHaveLength(1);
});

it.each(['whsec_', 'whsec_good,', ',', 'whsec_good, '])(
  'a blank webhook secret (%s) is refused at the start',
  (given) => {
    const problems = problemsWith({ STRIPE_SECRET_KEY: 'sk_test_0123456789', STRIPE_WEBHOOK_SECRET: given });
    expect(problems).toEqual([expect.stringMatching('^STRIPE_WEBHOOK_SECRET: ')]);
  },
);

it('Crypto Pay is refused with a currency that it does not price in', () => {
  const crypto = { CRYPTO_PAY_TOKEN: '12345:AA0123456789' };
  expect(problemsWith({ ...crypto, PAYMENT_CURRENCY: 'JPY' })).toEqual([
    expect.stringMatching('^PAYMENT_CURRENCY: '),
  ]);
  expect(problemsWith({ ...crypto, PAYMENT_CURRENCY: 'JPY', PAYMENT_WAYS: 'card,stars' })).toEqual([]);
});

describe('a name close to a setting', () => {
  it.each([
    ['TELEGRAM_ADMIN_IDS', 'TELEGRAM_ADMIN_ID'],
    ['STRIPE_SECRET_KYE', 'STRIPE_SECRET_KEY'],
    ['telegram_bot_token', 'TELEGRAM_BOT_TOKEN'],
    ['SUPORT_CONTACT_FILE', 'SUPPORT_CONTACT'],
  ])('%s is pointed out as %s', (name, meant) => {
    const { warnings } = readConfig({ ...complete, [name]: 'x' });
    expect(warnings).toEqual([`${name} is no setting and was not read: is ${meant} meant?`]);
  });

  it('is none where it is short, far away, or the file of a setting', () => {
    const others = { HOSTS: 'x', PATH: 'x', HOSTNAME: 'x', KUBERNETES_PORT: 'x', npm_config_cache: 'x' };
    expect(readConfig({ ...complete, ...others }).warnings).toEqual([]);
  });

  it('stands beside what is missing because of it', () => {
    const { TELEGRAM_BOT_TOKEN: token, ...rest } = complete;
    const mistyped = () => readConfig({ ...rest, TELEGRAM_BOT_TOKENS: token });
    expect(mistyped).toThrow(
      expect.objectContaining({
        problems: expect.arrayContaining([
          expect.stringContaining('TELEGRAM_BOT_TOKEN: is missing'),
          'TELEGRAM_BOT_TOKENS is no setting and was not read: is TELEGRAM_BOT_TOKEN meant?',
        ]),
      }),
    );
  });
});
