import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, start, stop } from '../panel/real/processes.ts';

/** Addresses of the servers' side; they exist in the namespaces of the test only. */
export const serverAddress = '203.0.113.10';
export const serverAddressV6 = '2001:db8::10';
export const backstageAddress = '203.0.113.20';

/** Two machines joined by a cable: nothing that runs in them reaches the host or the internet, whatever routes it sets. */
export interface Network {
  folder: string;
  /** Starts a program that stays on one side; its output is in `name`.log of the folder. */
  launch(side: Side, name: string, command: string[]): ChildProcess;
  /** Runs a program on one side until it ends; rejects when it fails. */
  ask(side: Side, command: string[]): Promise<string>;
  close(): Promise<void>;
}

export type Side = 'server' | 'client';

/** Opens both namespaces, as root. The name `token.test` is known on the servers' side alone. */
export async function openNetwork(folder: string): Promise<Network> {
  const hosts = join(folder, 'hosts');
  await writeFile(hosts, `127.0.0.1 localhost\n${backstageAddress} token.test www.example.com\n`);
  const holder = (name: string, script: string) =>
    start(['unshare', '--net', '--mount', 'sh', '-c', `${script}; exec sleep 1d`], {
      log: join(folder, `${name}.log`),
      cwd: folder,
    });
  const holders = {
    server: holder('server', `mount --bind ${hosts} /etc/hosts; ip link set lo up`),
    client: holder('client', 'ip link set lo up'),
  };
  const enter = (side: Side, command: string[]): string[] => [
    'nsenter',
    `--target=${holders[side].pid}`,
    '--net',
    '--mount',
    ...command,
  ];
  const ask = async (side: Side, command: string[]): Promise<string> => {
    const [program = '', ...rest] = enter(side, command);
    return (await run(program, rest, { maxBuffer: 1e8 })).stdout;
  };
  await joinSides(ask, holders.server.pid ?? 0);
  const running: ChildProcess[] = [];
  return {
    folder,
    ask,
    launch: (side, name, command) => {
      const options = { log: join(folder, `${name}.log`), cwd: folder };
      const child = start(['nice', ...enter(side, command)], options);
      running.push(child);
      return child;
    },
    close: async () => {
      for (const child of [...running, holders.server, holders.client]) await stop(child, 'SIGKILL');
    },
  };
}

/** A pair of devices, an address on each, and the servers' further addresses beside the first. */
async function joinSides(ask: Network['ask'], serverPid: number): Promise<void> {
  const isUp = async (side: Side) => (await ask(side, ['ip', 'link', 'show', 'lo'])).includes('LOWER_UP');
  while (!(await isUp('server')) || !(await isUp('client'))) await new Promise(setImmediate);
  const shell = (side: Side, script: string) => ask(side, ['sh', '-euc', script]);
  await shell(
    'client',
    `ip link add cable type veth peer name plug; ip link set plug netns ${serverPid}
    ip address add 203.0.113.2/24 dev cable; ip -6 address add 2001:db8::2/64 dev cable nodad; ip link set cable up`,
  );
  await shell(
    'server',
    `ip link set plug up; ip address add 203.0.113.1/24 dev plug
    for last in 10 20; do ip address add 203.0.113.$last/24 dev plug; done
    ip -6 address add ${serverAddressV6}/64 dev plug nodad`,
  );
  await shell('client', 'ip route add default via 203.0.113.1; ip -6 route add default via 2001:db8::10');
}
