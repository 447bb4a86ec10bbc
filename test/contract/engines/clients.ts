import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stop } from '../panel/real/processes.ts';
import { type Engine, pathOf } from './engines.ts';
import type { Network } from './network.ts';

/** What a client is given: our file or our link, unchanged. */
export type Import = { kind: 'file'; bytes: Uint8Array; filename: string } | { kind: 'link'; link: string };

/** What a client fetched, or nothing; `tries` bounds how often it is asked while its port is open. */
export interface Attempt {
  engine: Engine;
  given: Import;
  tries?: number;
}

let count = 0;

/** Starts the engine with what it was given, fetches the page behind the server through it, and ends it again. */
export async function fetchThrough(network: Network, { engine, given, tries = 3 }: Attempt) {
  count += 1;
  const folder = join(network.folder, `client-${count}-${engine}`);
  await mkdir(folder);
  const { command, port } = await commandFor({ engine, given, folder });
  const child = network.launch('client', `client-${count}-${engine}`, command);
  try {
    return await fetchPage(network, { port, tries, hasEnded: () => child.exitCode !== null });
  } finally {
    await stop(child, 'SIGKILL');
  }
}

async function fetchPage(
  network: Network,
  { port, tries, hasEnded }: { port: number; tries: number; hasEnded: () => boolean },
): Promise<string | undefined> {
  const command = ['curl', '--silent', '--max-time', '5', '--socks5-hostname', `127.0.0.1:${port}`];
  let refusals = 0;
  for (let tried = 0; tried < tries; ) {
    if (hasEnded()) throw new Error('the client ended by itself');
    const answer = await network.ask('client', [...command, 'http://token.test/']).catch((error: unknown) => {
      return (error as { code?: number }).code === 7 ? 'closed' : 'nothing';
    });
    if (answer !== 'closed' && answer !== 'nothing' && answer !== '') return answer;
    // Until the client listens nothing was tried at all.
    if (answer === 'closed') refusals += 1;
    else tried += 1;
    if (refusals > 150) throw new Error('the client never listened');
    await pause(100);
  }
  return undefined;
}

interface Start {
  engine: Engine;
  given: Import;
  folder: string;
}

/** How each program is told what it was given, and the port at which it then takes SOCKS. */
async function commandFor({ engine, given, folder }: Start): Promise<{ command: string[]; port: number }> {
  const program = pathOf(engine);
  if (given.kind === 'link') return await commandForLink({ engine, link: given.link, folder });
  const file = join(folder, given.filename);
  await writeFile(file, given.bytes);
  if (engine.startsWith('xray')) return { command: [program, 'run', '-c', file], port: 10_808 };
  if (engine.startsWith('sing-box'))
    return { command: [program, 'run', '-D', folder, '-c', file], port: 2080 };
  if (engine.startsWith('mihomo')) return { command: [program, '-d', folder, '-f', file], port: 7890 };
  throw new Error(`${engine} takes no file of ours`);
}

/** mihomo takes links in a list as apps get it from a subscription; Hysteria and Shadowsocks take one as the server. */
async function commandForLink({ engine, link, folder }: { engine: Engine; link: string; folder: string }) {
  const program = pathOf(engine);
  const file = join(folder, 'config.yaml');
  if (engine.startsWith('hysteria')) {
    await writeFile(file, JSON.stringify({ server: link, socks5: { listen: '127.0.0.1:1080' } }));
    return { command: [program, 'client', '--disable-update-check', '-c', file], port: 1080 };
  }
  if (engine.startsWith('shadowsocks'))
    return { command: [program, '--server-url', link, '--local-addr', '127.0.0.1:1080'], port: 1080 };
  if (!engine.startsWith('mihomo')) throw new Error(`${engine} reads no links`);
  await writeFile(join(folder, 'links.txt'), `${link}\n`);
  const config = {
    'mixed-port': 7890,
    'external-controller': '127.0.0.1:9090',
    'proxy-providers': { ours: { type: 'file', path: './links.txt' } },
    'proxy-groups': [{ name: 'PROXY', type: 'select', use: ['ours'] }],
    rules: ['MATCH,PROXY'],
  };
  await writeFile(file, JSON.stringify(config));
  return { command: [program, '-d', folder, '-f', file], port: 7890 };
}
