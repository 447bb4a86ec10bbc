import { desk } from '../../../src/texts/en/desk.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeyMode } from '../../../src/features/keys/protocols/packet-cut.rules.ts';
import { type Engine, engines, isBuilt } from './engines.ts';
import type { Server } from './servers.ts';

interface Result {
  server: Server;
  engine: Engine;
  form: 'file' | 'link';
  mode: KeyMode;
  hasConnected: boolean;
}

/** How many attempts a whole run notes. */
const wholeRun = 80;

interface WireResult {
  engine: Engine;
  mode: KeyMode;
  by: string;
  pieces: readonly { bytes: number }[];
}

/** Collects what a run has seen; a whole run, not a part of it, is written down as a page for people. */
export function openMatrix() {
  const results: Result[] = [];
  // Of a measurement that was made again the last counts.
  const wires = new Map<string, WireResult>();
  return {
    note: (result: Result) => void results.push(result),
    noteWire: (result: WireResult) => void wires.set(`${result.engine} ${result.by} ${result.mode}`, result),
    write: async () => {
      if (results.length < wholeRun) return;
      const folder = join(
        import.meta.dirname,
        '../../../',
        process.env.CI === 'true' ? 'test-results' : 'docs',
      );
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'configs.md'), page(results, [...wires.values()]));
    },
  };
}

const today = () => new Date().toISOString().slice(0, 10);

function notExamined(): string[] {
  const away = engines.filter((engine) => !isBuilt(engine));
  return [
    'Phones and the apps around these engines; a certificate of a public authority.',
    '',
    'Xray from 26.9.8 on, and with it the demand for a post-quantum key share: neither its source nor a module was to be',
    `had on ${today()}. Go's module proxy ends at v1.260327.0 (26.3.27) and refuses later commits; 26.7.28 is built`,
    "from the project's repository. What the bot does about such servers (`REALITY_XRAY_VERSION`) rests on reports.",
    ...(away.length === 0
      ? []
      : ['', `Left out of this run, since they could not be had: ${away.join(', ')}.`]),
  ];
}

function page(results: readonly Result[], wires: readonly WireResult[]): string {
  const rows = new Map<string, Map<KeyMode, boolean>>();
  for (const { server, engine, form, mode, hasConnected } of results) {
    const note = server.note === '' ? '' : ` (${server.note})`;
    const row = `| ${desk.protocolNames[server.endpoint.protocol]} | ${server.engine}${note} | ${engine} | ${form} |`;
    rows.set(row, (rows.get(row) ?? new Map<KeyMode, boolean>()).set(mode, hasConnected));
  }
  const word = (value: boolean | undefined): string =>
    value === undefined ? '–' : value ? 'connects' : 'does not connect';
  return [
    '# Which configurations connect with which engines',
    '',
    `Written by \`npm run test:contract -- engines\` on ${today()}: real programs, built from what their makers`,
    `publish (${engines.filter(isBuilt).join(', ')}), were given what the bot`,
    'hands out, unchanged, and had to fetch a page of this run from behind the server.',
    '',
    '| Protocol | Server | Client | Given | Standard | Enhanced |',
    '| --- | --- | --- | --- | --- | --- |',
    ...[...rows].map(
      ([row, modes]) => `${row} ${word(modes.get('standard'))} | ${word(modes.get('enhanced'))} |`,
    ),
    '',
    '## The greeting on the wire',
    '',
    'Pieces in which the first 1500 bytes of a Reality connection reached a relay before the server.',
    '',
    '| Client | Given | Mode | Pieces | Sizes in bytes |',
    '| --- | --- | --- | --- | --- |',
    ...wires.map(
      ({ engine, mode, by, pieces }) =>
        `| ${engine} | ${by} | ${mode} | ${pieces.length} | ${pieces.map(({ bytes }) => bytes).join(', ')} |`,
    ),
    '',
    '## Not examined',
    '',
    ...notExamined(),
    '',
    'Known from the run: mihomo and Hysteria do not read the range of ports (`mport`) in a link and stay on its single port,',
    'which is therefore the first of the range; mihomo takes the range from our file. singbox2proxy reads Shadowsocks only',
    'in the older base64 spelling and decodes passwords of Hysteria2 twice. mihomo 1.19.10 takes no notice of',
    '`encryption`. A server that signs with ML-DSA-65 needs a target whose certificates take more than 3500 bytes: with less',
    'nobody connects, whether they check that or not.',
    '',
  ].join('\n');
}
