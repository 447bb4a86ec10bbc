import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sandboxToken } from '@hiddify-vpn-bot/sandbox/environment.ts';
import type { ControlState, ViewMessage } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';
import { readWorldSnapshot } from '@hiddify-vpn-bot/sandbox/telegram/snapshot/read-snapshot.ts';
import { eventually } from '../../support/eventually.ts';
import { type Copy, openCopy, type Running, untilGone } from './copy.ts';

const [annaId, veraId, johnId] = [101, 103, 104];
/** Starts take seconds each, and many more where other tests run at the same time. */
const patience = 240_000;

const chatOf = ({ chats }: ControlState, id: number): ViewMessage[] =>
  chats.find(({ person }) => person.id === id)?.messages ?? [];

/** What everybody reads; buttons of earlier screens may still be on their way out. */
const talk = async (sandbox: Running): Promise<string[][]> => {
  const state = await sandbox.state();
  return state.people.map(({ id }) =>
    chatOf(state, id).map(({ outgoing, text }) => `${outgoing ? '>' : '<'} ${text}`),
  );
};

/** Everything that was said before is there, and nobody has said anything new; the bot may have sent more news. */
async function expectGoneOn(sandbox: Running, before: string[][]): Promise<void> {
  const now = await talk(sandbox);
  expect(now.map((texts, at) => texts.slice(0, before[at]?.length))).toEqual(before);
  const news = now.flatMap((texts, at) => texts.slice(before[at]?.length));
  expect(news.filter((text) => text.startsWith('>'))).toEqual([]);
}

/** Somebody writes, and the bot answers below. */
async function says(sandbox: Running, id: number, text: string): Promise<ViewMessage> {
  const { message } = await sandbox.control<{ message: ViewMessage }>('POST', `/people/${id}/say`, { text });
  return await eventually(async () => {
    const last = chatOf(await sandbox.state(), id).at(-1);
    if (!last || last.outgoing || last.message_id <= message.message_id) throw new Error('no answer yet');
    return last;
  }, 30_000);
}

/** Presses a button of the newest screen, and the bot shows another one. */
async function taps(sandbox: Running, id: number, label: string): Promise<void> {
  const before = JSON.stringify(chatOf(await sandbox.state(), id));
  const screen = chatOf(await sandbox.state(), id).findLast((message) => !message.outgoing);
  const rows = (screen?.reply_markup as { inline_keyboard?: { text: string }[][] })?.inline_keyboard ?? [];
  const row = rows.findIndex((buttons) => buttons.some(({ text }) => text.includes(label)));
  const column = rows[row]?.findIndex(({ text }) => text.includes(label)) ?? 0;
  await sandbox.control('POST', `/people/${id}/tap`, { messageId: screen?.message_id, row, column });
  await eventually(async () => {
    if (JSON.stringify(chatOf(await sandbox.state(), id)) === before) throw new Error('nothing new yet');
  });
}

/** Where the key of a customer is served. */
async function keyOf(sandbox: Running, id: number): Promise<string> {
  const { text = '' } = await says(sandbox, id, '/key');
  return /https?:\/\/\S+/.exec(text)?.[0] ?? '';
}

const panelUsers = async (sandbox: Running): Promise<unknown> =>
  (await sandbox.control<{ users: unknown }>('GET', '/panel/state')).users;

const worldFile = ({ folder, port }: Copy): string =>
  path.join(folder, '.data', `sandbox-${port}`, 'world.json');

async function untilSaved(copy: Copy, sandbox: Running): Promise<void> {
  const { chats } = await sandbox.state();
  const newest = (message?: { message_id: number; text?: string }) => [
    message?.message_id ?? 0,
    message?.text,
  ];
  const last = chats.map(({ messages }) => newest(messages.at(-1)));
  await eventually(() => {
    const saved = readWorldSnapshot(JSON.parse(readFileSync(worldFile(copy), 'utf8')));
    expect(saved.chats.map(({ messages }) => newest(messages.at(-1)?.message))).toEqual(last);
  });
}

/** The same folder for all: making a database anew and letting people in is most of what a start costs. */
let copy: Copy;
/** What a test has left running. */
let left: Running | undefined;
let cleanUp = async () => {};
beforeAll(async () => {
  copy = await openCopy((clean) => (cleanUp = clean));
});
afterAll(() => cleanUp(), patience);

test(
  'a sandbox that was stopped or killed leaves nothing running, and the next start goes on from there',
  async () => {
    const first = await copy.start();
    expect(first.output()).toMatch(
      /^Starting the sandbox…\nChat page: http\S+ [^\n]+\nDatabase…[^\n]*\nBot…\nPeople…[^\n]*\n\s+The sandbox is ready\./,
    );
    await says(first, johnId, '/start');
    const link = await keyOf(first, veraId);
    const before = { talk: await talk(first), users: await panelUsers(first) };
    const pids = await first.pids();
    expect(await first.end('SIGTERM')).toBe(0);
    expect(first.output()).toContain(`Stopping… people, chats and the panel are kept in ${copy.folder}`);
    await untilGone(pids.bot);
    await untilGone(pids.database);

    const second = await copy.start();
    expect(second.output()).toContain('It is as you left it');
    await expectGoneOn(second, before.talk);
    expect(await panelUsers(second)).toEqual(before.users);
    expect(await keyOf(second, veraId)).toBe(link);
    expect((await fetch(link)).status).toBe(200);
    await taps(second, annaId, 'На главную');
    await untilSaved(copy, second);
    const saved = { talk: await talk(second), pids: await second.pids() };
    await second.end('SIGKILL');

    const third = await copy.start();
    await untilGone(saved.pids.bot);
    expect((await third.pids()).database).not.toBe(saved.pids.database);
    await expectGoneOn(third, saved.talk);
    expect(await keyOf(third, veraId)).toBe(link);
    await taps(third, annaId, 'Управление');
    left = third;
  },
  patience,
);

test(
  'the bot starts again while the panel is down; what the sandbox lacks is named once; --fresh begins anew',
  async () => {
    const sandbox = left ?? (await copy.start());
    await sandbox.control('PUT', '/panel/faults', { down: true });
    const { bot } = await sandbox.pids();
    const started = await sandbox.control<{ running: boolean; pid: number }>('POST', '/bot/restart');
    expect(started).toMatchObject({ running: true, ready: true });
    expect(started.pid).not.toBe(bot);
    const health = await (await fetch(`http://127.0.0.1:${copy.port}/health`)).json();
    expect(health).toEqual({ status: 'warn' });
    await says(sandbox, johnId, '/start');

    const ask = () => fetch(`${sandbox.pageUrl}/bot${sandboxToken}/sendDice`, { method: 'POST' });
    expect([(await ask()).status, (await ask()).status]).toEqual([404, 404]);
    expect(
      sandbox.output().match(/NOT FOUND: sendDice: the sandbox does not model this method/g),
    ).toHaveLength(1);

    await sandbox.control('POST', '/bot/kill');
    expect(await sandbox.control('GET', '/bot')).toMatchObject({ running: false, ready: false });
    expect(await sandbox.end('SIGINT')).toBe(0);

    const fresh = await copy.start(['--fresh']);
    expect(fresh.output()).not.toContain('as you left it');
    expect(chatOf(await fresh.state(), johnId)).toEqual([]);
  },
  patience,
);
