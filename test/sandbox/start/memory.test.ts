import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepMemory } from '@hiddify-vpn-bot/sandbox/memory/keep.ts';
import type { Places } from '@hiddify-vpn-bot/sandbox/memory/places.ts';
import { readContent, recall } from '@hiddify-vpn-bot/sandbox/memory/recall.ts';
import { startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { startProviders } from '@hiddify-vpn-bot/sandbox/providers/providers.ts';
import { createWorld } from '@hiddify-vpn-bot/sandbox/telegram/world.ts';
import { createComplaints } from '@hiddify-vpn-bot/sandbox/watch-bot.ts';
import { eventually } from '../../support/eventually.ts';

function openFolder(): Places {
  const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-memory-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(path.join(at('database'), 'pgdata'), { recursive: true });
  return {
    folder,
    botLog: at('bot.log'),
    world: at('world.json'),
    files: at('files'),
    panel: at('panel.json'),
    providers: at('providers.json'),
    database: at('database'),
  };
}

async function openKept(places: Places) {
  const world = createWorld({ token: '1000001:sandbox-telegram-token' });
  const panel = await startPanelStandIn();
  const providers = await startProviders({ botPort: 65_535, file: places.providers });
  const said: string[] = [];
  const keeping = await keepMemory({ places, world, panel, providers, say: (line) => said.push(line) });
  onTestFinished(async () => {
    await keeping.stop();
    world.close();
    await panel.stop();
    await providers.stop();
  });
  return { world, panel, providers, keeping, said };
}

test('what happens is on disk a moment later, files beside it, and nothing half written', async () => {
  const places = openFolder();
  const { world, panel, keeping } = await openKept(places);
  const sent = world.person({ firstName: 'Vera' }).sendsDocument(new Uint8Array([1, 2, 3]));
  const uuid = panel.control.seed({ name: 'Vera' });
  const memory = await eventually(() => {
    const found = recall(places, () => {});
    expect(found?.world.chats[0]?.messages).toHaveLength(1);
    expect(found?.panel.users.map((user) => user.uuid)).toContain(uuid);
    return found;
  });
  expect(memory?.panel.port).toBe(Number(new URL(panel.url).port));
  expect(readContent(places, sent.document?.file_id ?? '')).toEqual(new Uint8Array([1, 2, 3]));
  world.reset();
  await keeping.stop();
  expect(readdirSync(places.folder).toSorted()).toEqual([
    'database',
    'files',
    'panel.json',
    'providers.json',
    'world.json',
  ]);
  expect(readdirSync(places.files)).toEqual([]);
});

test('nothing is written while nothing happens', async () => {
  const places = openFolder();
  const { keeping } = await openKept(places);
  for (const file of [places.world, places.panel]) writeFileSync(file, 'untouched');
  await keeping.stop();
  expect(readFileSync(places.panel, 'utf8')).toBe('untouched');
  expect(readFileSync(places.world, 'utf8')).toBe('untouched');
});

test('a disk that cannot be written is told once, and the sandbox goes on', async () => {
  const places = openFolder();
  const { world, keeping, said } = await openKept(places);
  rmSync(places.world);
  mkdirSync(path.join(places.world, 'in-the-way'), { recursive: true });
  world.person().says('one');
  await eventually(() => expect(said).toHaveLength(1));
  world.person().says('two');
  await keeping.stop();
  expect(said).toEqual([expect.stringMatching(/^The sandbox cannot save what happens: /)]);
});

test.each(['world', 'panel', 'database'] as const)(
  'when the %s is missing nothing is recalled, and a line says why',
  async (part) => {
    const places = openFolder();
    await openKept(places);
    rmSync(places[part], { recursive: true });
    const said: string[] = [];
    expect(recall(places, (line) => said.push(line))).toBeUndefined();
    expect(said).toEqual([expect.stringMatching(/^The sandbox begins anew: \S+ is missing$/)]);
  },
);

test('when world or panel cannot be read nothing is recalled, and a line says why', async () => {
  const places = openFolder();
  await openKept(places);
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  appendFileSync(places.panel, '}');
  expect(recall(places, say)).toBeUndefined();
  writeFileSync(places.world, JSON.stringify({ version: 0 }));
  expect(recall(places, say)).toBeUndefined();
  expect(said[0]).toMatch(/panel\.json cannot be read \(it is no JSON\)$/);
  expect(said[1]).toMatch(/world\.json cannot be read \(it is of version 0, not 1\)$/);
});

test('a first start has nothing to recall and nothing to say', () => {
  const places = openFolder();
  rmSync(places.database, { recursive: true });
  const said: string[] = [];
  expect(recall(places, (line) => said.push(line))).toBeUndefined();
  expect(said).toEqual([]);
});

test('each complaint of the stand-in is passed on once, failed deliveries not at all', () => {
  const said: string[] = [];
  const complain = createComplaints((line) => said.push(line));
  for (const line of [
    'NOT FOUND: sendDice',
    'webhook: update 1',
    'NOT FOUND: sendDice',
    'NOT FOUND: sendPoll',
  ])
    complain(line);
  expect(said).toEqual(['NOT FOUND: sendDice', 'NOT FOUND: sendPoll']);
});

test('the providers go on with their keys, their payments and their endpoint', async () => {
  const places = openFolder();
  const { providers, keeping } = await openKept(places);
  const { secretKey, url } = providers.stripe;
  const answer = await fetch(`${url}/v1/customers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}` },
  });
  const { id } = (await answer.json()) as { id: string };
  const told = providers.environment();
  await keeping.stop();
  await providers.stop();
  const later = await startProviders({ botPort: 65_535, file: places.providers });
  onTestFinished(later.stop);
  expect(later.environment()).toEqual(told);
  expect(later.stripe.tables.customers[id]).toMatchObject({ id });
  expect(Object.keys(later.stripe.tables.endpoints)).toHaveLength(1);
});

test('providers whose file is broken begin anew', async () => {
  const places = openFolder();
  writeFileSync(places.providers, '{"stripe":');
  const providers = await startProviders({ botPort: 65_535, file: places.providers });
  onTestFinished(providers.stop);
  expect(providers.stripe.tables.customers).toEqual({});
});
