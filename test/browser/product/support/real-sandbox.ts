import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { databaseFolder } from '@hiddify-vpn-bot/sandbox/environment.ts';
import type { PanelView, PaymentsView } from '@hiddify-vpn-bot/sandbox/page/browser/state/backstage-types.ts';
import type { ControlState } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';

const entry = fileURLToPath(new URL('../../../../sandbox/main.ts', import.meta.url));

export interface RealSandbox {
  /** Address of the chat page. */
  url: string;
  state(): Promise<ControlState>;
  panel(): Promise<PanelView>;
  payments(): Promise<PaymentsView>;
  /** Ends it as Ctrl-C does and removes what it kept. */
  stop(): Promise<void>;
}

/** Starts what `npm start` starts, in a folder of its own (so no `.env` of the checkout reaches it), on free ports. */
export async function startRealSandbox(): Promise<RealSandbox> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
  const port = await freePort();
  const child = spawn(process.execPath, [entry, '--port', String(port)], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await pageAddress(child);
  const ask = async <T>(what: string): Promise<T> =>
    (await (await fetch(`${url}/control${what}`)).json()) as T;
  return {
    url,
    state: () => ask<ControlState>('/state'),
    panel: () => ask<PanelView>('/panel/state'),
    payments: () => ask<PaymentsView>('/payments/state'),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      for (const left of [folder, databaseFolder(port, folder)])
        rmSync(left, { recursive: true, force: true });
    },
  };
}

/** The address that it prints once everything answers. */
async function pageAddress(child: ChildProcess): Promise<string> {
  let said = '';
  return await new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const address = /chat page:\s+(http:\S+?)\/\s/.exec(said)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}:\n${said}`)));
  });
}

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
