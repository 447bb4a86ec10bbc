import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createLogger } from '../../src/platform/logger.ts';
import { scrub } from '../../src/platform/scrub.ts';
import { freshDatabase } from '../support/postgres.ts';

function lineFor(error: unknown): string {
  let line = '';
  createLogger('info', (text) => {
    line += text;
  }).error({ err: error }, 'it failed');
  return line;
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
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  }
  expect(scrub(String(error))).not.toMatch(/Мария|INV_/);
});

it.each([
  ['a password in an address', 'postgres://bot:p@ss:w/rd@db.example.com/bot', 'p@ss:w/rd'],
  ['a uuid of any version', 'user 01890a5d-ac96-774b-bcce-b302099a8057', '01890a5d-ac96'],
  ['a bot token', 'https://api.telegram.org/bot123456:AAF-canary-canary-canary-canary/getMe', 'canary'],
  ['a subscription link', 'https://p.example.com/Secret1/01890a5d-ac96-774b-bcce-b302099a8057/', 'Secret1'],
  ['an address that opens an app', 'https://b.example.com/import/happ/2s-canary0123456789-_abcdef', 'canary'],
  [
    'an address of a subscription',
    'https://b.example.com/sub/2s-canary0123456789-_abcdef/enhanced',
    'canary',
  ],
  ['an import link', 'vless://01890a5d-ac96-774b-bcce-b302099a8057@h:443?pbk=canary', 'canary'],
])('%s is not readable in a log line', (_what, text, secret) => {
  expect(lineFor(new Error(text))).not.toContain(secret);
});
