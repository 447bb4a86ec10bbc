import { expect, it } from 'vitest';
import { readConfig } from '../../../../src/config/config.ts';
import { emptyPreset, readEndpoints } from '../../../../src/features/keys/presets/rules.ts';
import { demandOf, seedsOf } from '../../../../src/features/keys/protocols/seeds.service.ts';
import { createLogger } from '../../../../src/platform/logger.ts';

const complete = {
  TELEGRAM_BOT_TOKEN: '1000001:a-token-of-the-test-0123456789',
  TELEGRAM_ADMIN_ID: '101',
  PUBLIC_URL: 'https://bot.example.com/',
  DATABASE_URL: 'postgres://bot:secret@db/bot',
  SECRETS_KEY: 'a-secrets-key-of-the-test-0123456789',
  PANEL_DOMAIN: 'panel.example.com',
  HIDDIFY_API_TOKEN: '11111111-2222-4333-8444-555555555555',
  HIDDIFY_ADMIN_PATH: 'admin',
  HIDDIFY_CLIENT_PATH: 'client',
  REALITY_SNI: 'www.example.com',
};
const good = {
  REALITY_PUBLIC_KEY: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
  HYSTERIA2_PORT: '8443',
  SHADOWSOCKS_PORT: '8388',
  SHADOWSOCKS_SERVER_KEY: Buffer.alloc(32, 5).toString('base64'),
};

function read(settings: Record<string, string>) {
  const lines: string[] = [];
  const logger = createLogger('info', (line) => lines.push(line));
  const config = readConfig({ ...complete, ...settings });
  const { endpoints } = readEndpoints(seedsOf(config.protocols, config.server, logger), emptyPreset);
  return { endpoints, demand: demandOf(config.protocols, logger), said: lines.join('\n') };
}

it('the settings describe each protocol that they name, and nothing is said about good ones', () => {
  const { endpoints, said } = read(good);
  expect(endpoints.map(({ protocol }) => protocol)).toEqual(['reality', 'hysteria2', 'shadowsocks']);
  expect(endpoints.map(({ host }) => host)).toEqual(Array(3).fill('panel.example.com'));
  expect(said).toBe('');
  expect(read({}).endpoints).toEqual([]);
});

it.each([
  ['REALITY_PUBLIC_KEY', 'canary', ['hysteria2', 'shadowsocks']],
  ['REALITY_SHORT_ID', 'xyz-canary', ['hysteria2', 'shadowsocks']],
  ['HYSTERIA2_PORT', 'canary', ['reality', 'shadowsocks']],
  ['HYSTERIA2_HOP_PORTS', '9-3', ['reality', 'shadowsocks']],
  ['SHADOWSOCKS_SERVER_KEY', 'canary', ['reality', 'hysteria2']],
])('a wrong %s is said by its name with an example, and the others stay', (name, value, left) => {
  const { endpoints, said } = read({ ...good, [name]: value });
  expect(endpoints.map(({ protocol }) => protocol)).toEqual(left);
  expect(said).toMatch(new RegExp(`${name}: .+for example`));
  expect(said).not.toContain('canary');
});

it('a version that cannot be read is said, and no app is kept away for it', () => {
  expect(read({ REALITY_XRAY_VERSION: '26.9.9' }).demand).toBe('mlkem');
  const { demand, said } = read({ REALITY_XRAY_VERSION: 'newest' });
  expect(demand).toBe('any');
  expect(said).toContain('REALITY_XRAY_VERSION: must be three numbers');
});
