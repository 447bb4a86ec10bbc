import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { beforeEach, expect, test } from 'vitest';
import { createMemoryCache } from '../../src/platform/cache/memory-cache.ts';
import type { Cache } from '../../src/platform/cache/cache.ts';
import { type Copies, copyName, createCopies } from '../../src/platform/copies.ts';
import { createSeal } from '../../src/platform/seal.ts';

const events = { cacheAnswered: (what: string, found: string) => void answers.push(`${what} ${found}`) };
const sealOf = (byte: number) => createSeal(Buffer.alloc(32, byte).toString('base64url'));
const things = pgTable('things', { id: integer('id'), name: text('name') });
const name = copyName(things, 7);

let answers: string[] = [];
let nowMs = 0;
let cache: Cache;
let copies: Copies;
beforeEach(() => {
  answers = [];
  nowMs = 1_700_000_000_000;
  cache = createMemoryCache({ now: () => new Date(nowMs) });
  copies = createCopies({ cache, seal: sealOf(1), events });
});

const row = { id: 7, at: new Date(1_700_000_000_123), none: null, list: [{ at: new Date(0) }], text: '@"\\' };

test('a copy is what was read, moments and absence included', async () => {
  for (const value of [row, undefined, null, 0, '', [row]]) {
    await copies.forget([name]);
    expect(await copies.of(name, async () => value)).toEqual(value);
    expect(await copies.of(name, async () => 'read again')).toEqual(value);
  }
  expect(answers.slice(0, 2)).toEqual(['things miss', 'things hit']);
});

test('a copy lives no longer than a minute from the moment it was read', async () => {
  await copies.of(name, async () => {
    nowMs += 4_900;
    return 'old';
  });
  nowMs += 54_900;
  expect(await copies.of(name, async () => 'new')).toBe('old');
  nowMs += 200;
  expect(await copies.of(name, async () => 'new')).toBe('new');
});

test('what took longer to read than five seconds is not kept', async () => {
  await copies.of(name, async () => {
    nowMs += 5_001;
    return 'old';
  });
  expect(await copies.of(name, async () => 'new')).toBe('new');
});

test('what was read before a change is not kept after it', async () => {
  const old = await copies.of(name, async () => {
    await copies.forget([name]);
    return 'old';
  });
  expect(old).toBe('old');
  expect(await copies.of(name, async () => 'new')).toBe('new');
  expect(await copies.of(name, async () => 'newer')).toBe('new');
});

test('a read that fails is not kept, and fails for its caller', async () => {
  const failing = copies.of(name, () => Promise.reject(new Error('the database is away')));
  await expect(failing).rejects.toThrow('the database is away');
  nowMs += 5_001;
  expect(await copies.of(name, async () => 'there')).toBe('there');
});

test('a copy that another key has sealed, or that was sealed under another name, is none', async () => {
  await createCopies({ cache, seal: sealOf(2), events }).of(name, async () => 'theirs');
  expect(await copies.of(name, async () => 'ours')).toBe('ours');
  const other = copyName(things, 8);
  const found = await cache.lookUp(other, 1_000);
  const lease = found !== undefined && 'lease' in found ? found.lease : '';
  const [moved] = [sealOf(1).close(JSON.stringify({ value: 'of 7' }), name)];
  await cache.fill(other, { lease, text: moved, ttlMs: 1_000 });
  expect(await copies.of(other, async () => 'of 8')).toBe('of 8');
});

test('a version with other columns does not find the copy', () => {
  const later = pgTable('things', { id: integer('id'), name: text('name'), size: integer('size') });
  const changed = pgTable('things', { id: integer('id'), name: integer('name') });
  expect(new Set([name, copyName(later, 7), copyName(changed, 7), copyName(things, 8)]).size).toBe(4);
  expect(copyName(pgTable('things', { id: integer('id'), name: text('name') }), 7)).toBe(name);
});
