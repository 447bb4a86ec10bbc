import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';

/** The release whose API description is the nearest to ours that can be had as a module. */
const version = '0.203.0';
const folder = path.join(homedir(), '.cache/hiddify-vpn-bot/stripe', version);
export const specFile = path.join(folder, 'spec3.json');

export const howToInstall =
  `stripe-mock ${version} is missing: run ` +
  `test/contract/stripe/real/setup.sh ${version} "$HOME/.cache/hiddify-vpn-bot/stripe" (needs Go)`;

export function isMockInstalled(): boolean {
  return existsSync(specFile) && existsSync(path.join(folder, 'stripe-mock'));
}

export interface StripeMock {
  url: string;
  stop(): Promise<void>;
}

/** Starts stripe-mock on a free port of loopback. */
export async function startStripeMock(): Promise<StripeMock> {
  const port = await freePort();
  const child = spawn(path.join(folder, 'stripe-mock'), ['-http-port', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(url, child);
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (child.exitCode === null && Date.now() < deadline) {
    const answer = await fetch(`${url}/v1/customers`).catch(() => undefined);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('stripe-mock does not answer');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
