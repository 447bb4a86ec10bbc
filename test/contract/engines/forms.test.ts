import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { feedOf, type FeedForm, formFor } from '../../../src/features/keys/formats/feed.rules.ts';
import { accessOf } from '../../../src/features/keys/protocols/access.rules.ts';
import { endpoint, uuid } from '../../features/keys/samples.ts';
import { type Engine, installEngines, pathOf } from './engines.ts';

const command = promisify(execFile);
let folder: string;
beforeAll(async () => {
  await installEngines();
  folder = await mkdtemp(join(tmpdir(), 'forms-'));
}, 1_800_000);
afterAll(() => rm(folder, { recursive: true }));

const hysteria = {
  protocol: 'hysteria2',
  host: '203.0.113.10',
  port: 8443,
  hop: { from: 20_000, to: 50_000 },
  sni: 'vpn.example.com',
  obfsPassword: 'secret',
  certificate: {
    kind: 'pinned',
    sha256: 'ab'.repeat(32),
    publicKeySha256: Buffer.alloc(32, 7).toString('base64'),
  },
} as const;
const shadowsocks = {
  protocol: 'shadowsocks',
  host: '203.0.113.10',
  port: 8388,
  method: '2022-blake3-aes-256-gcm',
  serverKey: Buffer.alloc(32, 5).toString('base64'),
} as const;
const tunnels = [
  endpoint,
  hysteria,
  { ...hysteria, certificate: { kind: 'trusted' } as const },
  shadowsocks,
].map((each, at) => ({ access: accessOf(each, uuid), name: `Лиса ${at}` }));

async function isTaken(engine: Engine, form: FeedForm): Promise<boolean> {
  const file = join(folder, `${engine} ${form}.json`);
  await writeFile(file, feedOf(tunnels, { form, mode: 'standard', demand: 'any' }).body);
  return await command(pathOf(engine), ['check', '-c', file]).then(
    () => true,
    () => false,
  );
}

test.each<[Engine, string]>([
  ['sing-box-1.11.4', 'SFA/1.11.4 (Build 1; sing-box 1.11.4)'],
  ['sing-box-1.13.2', 'SFA/1.13.2 (Build 1; sing-box 1.13.2)'],
  ['sing-box-1.14.1', 'sing-box 1.14.1'],
])('%s takes the whole subscription that is written for it', async (engine, userAgent) => {
  expect(await isTaken(engine, formFor(userAgent, 'standard'))).toBe(true);
});

test('what is written for a newer one is refused by 1.11, which is why it has a form of its own', async () => {
  expect(await isTaken('sing-box-1.11.4', 'sing-box')).toBe(false);
  expect(await isTaken('sing-box-1.11.4', 'sing-box 1.12')).toBe(false);
});
