import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const inOrder = ['ready', 'door closed', 'app stopped', 'database stopped'];
const soon = { timeout: 10_000, interval: 5 };

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} stops everything, last started first, and ends with 0`, async () => {
    const subject = await startProcess('plain');
    subject.child.kill(signal);
    expect(await subject.ended).toEqual([0, null]);
    expect(subject.lines()).toEqual(inOrder);
  });
}

test('a signal that arrives twice, as from Ctrl-C under npm, does not cut the drain short', async () => {
  const subject = await startProcess('slow step');
  subject.child.kill('SIGINT');
  subject.child.kill('SIGINT');
  expect(await subject.ended).toEqual([0, null]);
  expect(subject.lines()).toEqual(inOrder);
});

test('a second signal after the first second ends the process at once with 1', async () => {
  const subject = await startProcess('hanging step');
  subject.child.kill('SIGTERM');
  await expect.poll(subject.lines, soon).toContain('door closed');
  const again = setInterval(() => subject.child.kill('SIGTERM'), 100);
  onTestFinished(() => clearInterval(again));
  const start = performance.now();
  expect(await subject.ended).toEqual([1, null]);
  expect(performance.now() - start).toBeGreaterThan(800);
  expect(subject.lines()).toEqual(['ready', 'door closed']);
});

test('a failing step does not keep the others from stopping, and the process ends with 1', async () => {
  const subject = await startProcess('failing step');
  subject.child.kill('SIGTERM');
  expect(await subject.ended).toEqual([1, null]);
  expect(subject.lines()).toEqual(['ready', 'door closed', 'database stopped']);
});

for (const fault of ['exception', 'rejection']) {
  test(`an uncaught ${fault} stops everything and ends the process with 1`, async () => {
    const subject = await startProcess(fault);
    subject.child.stdin?.write('now');
    expect(await subject.ended).toEqual([1, null]);
    expect(subject.lines()).toEqual(inOrder);
  });
}

test('the program itself may stop with a code', async () => {
  const subject = await startProcess('own wish');
  subject.child.stdin?.write('now');
  expect(await subject.ended).toEqual([1, null]);
  expect(subject.lines()).toEqual(inOrder);
});

test('a step that hangs is given up after a while', async () => {
  const subject = await startProcess('short limit');
  const start = performance.now();
  subject.child.kill('SIGTERM');
  expect(await subject.ended).toEqual([1, null]);
  expect(performance.now() - start).toBeGreaterThan(290);
  expect(subject.lines()).toEqual(['ready', 'door closed']);
});

interface Subject {
  child: ChildProcess;
  lines(): string[];
  ended: Promise<[code: number | null, signal: string | null]>;
}

async function startProcess(scenario: string): Promise<Subject> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'process.ts'), scenario]);
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  const ended = once(child, 'close') as Subject['ended'];
  const lines = () => output.split('\n').filter(Boolean);
  await expect.poll(lines, soon).toContain('ready');
  return { child, lines, ended };
}
