import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Access, accessOf, shareLink } from '../../../src/features/keys/protocols/access.rules.ts';
import type { RealityAccess } from '../../../src/features/keys/protocols/reality/endpoint.rules.ts';
import { configFile } from '../../../src/features/keys/formats/config-file.rules.ts';
import type { Format } from '../../../src/features/keys/protocols/contract.rules.ts';
import { feedOf } from '../../../src/features/keys/formats/feed.rules.ts';
import {
  type CutStrength,
  cutStrengths,
  type KeyMode,
} from '../../../src/features/keys/protocols/packet-cut.rules.ts';
import { casesAtHand, specialCases } from './cases.ts';
import { fileFor, linkFor, name, type Outbound } from './imports.ts';
import type { Import } from './clients.ts';
import { type Engine, installEngines, isBuilt } from './engines.ts';
import { openMatrix } from './matrix.ts';
import { type Server, makeQuantumKeys, uuid } from './servers.ts';
import { openWorld, type World } from './world.ts';
import { strangeKey, wrongValues } from './wrong.ts';

// Before anything else: which tests there are depends on which engines are there.
await installEngines();
const newest: Engine[] = isBuilt('xray-26.7.28') ? ['xray-26.7.28'] : [];
const others: Engine[] = isBuilt('shadowsocks-rust-1.25.0') ? ['shadowsocks-rust-1.25.0'] : [];
const matrix = openMatrix();

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 1_800_000);
afterAll(async () => {
  await world?.close();
  await matrix.write();
});

type ServerName = keyof World['servers'];
const server = (which: ServerName): Server => world.servers[which];
const access = (which: ServerName): Access => accessOf(server(which).endpoint, uuid);

describe('what we hand out connects, unchanged', () => {
  test.each(casesAtHand())(
    '$engine by our $form, $mode, to $which',
    async ({ which, engine, form, mode }) => {
      const given = form === 'file' ? fileFor(engine, access(which), mode) : linkFor(access(which), mode);
      const page = await world.fetch({ engine, given });
      matrix.note({ server: server(which), engine, form, mode, hasConnected: page === world.token });
      expect(page).toBe(world.token);
    },
  );
});

describe('also connects', () => {
  test.each(specialCases)('%s to %s by our %s', async (engine, which, form) => {
    const given =
      form === 'file' ? fileFor(engine, access(which), 'standard') : linkFor(access(which), 'standard');
    const page = await world.fetch({ engine, given });
    matrix.note({
      server: server(which),
      engine,
      form,
      mode: 'standard',
      hasConnected: page === world.token,
    });
    expect(page).toBe(world.token);
  });

  test.each<Engine>(['sing-box-1.13.2', 'sing-box-1.14.1', 'mihomo-1.19.10'])(
    '%s by a file with all protocols at once',
    async (engine) => {
      const doors = (['reality', 'hysteriaSingBox', 'shadowsocks'] as const).map((which) => ({
        access: access(which),
        name,
      }));
      const format = engine.replace(/-[\d.]+$/, '') as Format;
      const file = configFile(doors, { format, mode: 'standard', demand: 'any' });
      const { bytes = new Uint8Array(), filename = '' } = file ?? {};
      expect(await world.fetch({ engine, given: { kind: 'file', bytes, filename } })).toBe(world.token);
    },
  );

  test.each(['plain', 'base64'] as const)('mihomo by our subscription as a %s list', async (form) => {
    const names = ['reality', 'hysteriaSingBox', 'shadowsocks'] as const;
    const doors = names.map((which) => ({ access: access(which), name }));
    const { body } = feedOf(doors, { form, mode: 'enhanced', demand: 'any' });
    const given = { kind: 'link', link: body } as const;
    expect(await world.fetch({ engine: 'mihomo-1.19.10', given })).toBe(world.token);
  });

  test('nobody without a key: a browser sees the site that the server pretends to be', async () => {
    const { network } = world;
    const seen = await network.ask('client', [
      ...'curl --silent --insecure --http1.1 --connect-to www.example.com:443:203.0.113.10:443'.split(' '),
      'https://www.example.com/',
    ]);
    expect(seen).toBe('decoy');
  });
});

describe('where the server lets in recent clients of Xray alone, as it was told to or by itself', () => {
  const gated: ServerName[] = ['realityGated', ...newest.map(() => 'realityNewestGated' as const)];
  const clients: [Engine, boolean][] = [
    ...newest.map((engine): [Engine, boolean] => [engine, true]),
    ['xray-26.3.27', true],
    ['xray-25.12.8', false],
    ['sing-box-1.14.1', false],
    ['mihomo-1.19.10', false],
  ];
  test.each(gated.flatMap((which) => clients.map((client) => [...client, which] as const)))(
    '%s gets in: %s (%s), which is why apps of the others are not offered there',
    async (engine, isLetIn, which) => {
      const given = fileFor(engine, access(which), 'standard');
      const page = await world.fetch({ engine, given, tries: isLetIn ? 3 : 1 });
      const hasConnected = page === world.token;
      matrix.note({ server: server(which), engine, form: 'file', mode: 'standard', hasConnected });
      expect(hasConnected).toBe(isLetIn);
    },
  );
});

describe('against computers of the future', () => {
  const attempt = async (engine: Engine, which: ServerName, given: Import) => {
    const page = await world.fetch({ engine, given, tries: which === 'realityEncrypted' ? 2 : 3 });
    const hasConnected = page === world.token;
    matrix.note({ server: server(which), engine, form: given.kind, mode: 'standard', hasConnected });
    return page;
  };
  const xrays: Engine[] = ['xray-25.12.8', 'xray-26.3.27'];

  test.each(xrays)('%s connects by our file where the server demands VLESS Encryption', async (engine) => {
    const given = fileFor(engine, access('realityEncrypted'), 'standard');
    expect(await attempt(engine, 'realityEncrypted', given)).toBe(world.token);
  });

  test('mihomo of this version does not, by a link, and sing-box gets no file', async () => {
    const given = linkFor(access('realityEncrypted'), 'standard');
    expect(await attempt('mihomo-1.19.10', 'realityEncrypted', given)).toBeUndefined();
    expect(() => fileFor('sing-box-1.14.1', access('realityEncrypted'), 'standard')).toThrow('no file');
  });

  test.each<Engine>([...xrays, 'sing-box-1.14.1', 'mihomo-1.19.10'])(
    '%s connects where the server signs with ML-DSA-65 too, whether it checks that or not',
    async (engine) => {
      const given = fileFor(engine, access('realitySigned'), 'standard');
      expect(await attempt(engine, 'realitySigned', given)).toBe(world.token);
    },
  );

  test('a wrong key of either kind keeps Xray out, and no encryption does too', async () => {
    const { encryption: right = '' } = access('realityEncrypted') as RealityAccess;
    const other = `${right.split('.').slice(0, 3).join('.')}.${(await makeQuantumKeys()).encryption.split('.').at(-1)}`;
    const { mldsa65Verify } = await makeQuantumKeys();
    const wrong: [ServerName, Partial<RealityAccess>][] = [
      ['realityEncrypted', { encryption: other }],
      ['realityEncrypted', { encryption: undefined }],
      ['realitySigned', { mldsa65Verify }],
    ];
    for (const [which, change] of wrong) {
      const given = fileFor('xray-26.3.27', { ...access(which), ...change } as Access, 'standard');
      expect(await world.fetch({ engine: 'xray-26.3.27', given, tries: 1 })).toBeUndefined();
    }
  });
});

describe('a wrong value keeps everybody out', () => {
  const engines: Engine[] = ['xray-26.3.27', 'sing-box-1.14.1', 'mihomo-1.19.10'];

  test.each(wrongValues.flatMap((row) => engines.map((engine) => [...row, engine] as const)))(
    'a wrong %s of %s (%j) in %s',
    async (_, which, change, engine) => {
      const given = fileFor(engine, { ...access(which), ...change } as Access, 'standard');
      expect(await world.fetch({ engine, given, tries: 1 })).toBeUndefined();
    },
  );

  test.each(
    others.flatMap((engine) => [
      [engine, "server's key", { serverKey: strangeKey }] as const,
      [engine, "person's key", { userKey: strangeKey }] as const,
    ]),
  )('%s does not connect by a link with a wrong %s', async (engine, _, change) => {
    const given = linkFor({ ...access('shadowsocks'), ...change } as Access, 'standard');
    expect(await world.fetch({ engine, given, tries: 1 })).toBeUndefined();
  });

  test('a wrong pin in a link keeps Hysteria itself out', async () => {
    const certificate = { kind: 'pinned', sha256: '00'.repeat(32), publicKeySha256: undefined } as const;
    const given = linkFor({ ...access('hysteria'), certificate } as Access, 'standard');
    await expect(world.fetch({ engine: 'hysteria-2.6.0', given, tries: 1 })).rejects.toThrow(
      'the client ended by itself',
    );
  });
});

describe('on the wire', () => {
  /** The pieces in which the connection that carried the page began. */
  async function piecesOf(engine: Engine, mode: KeyMode): Promise<{ bytes: number; atMs: number }[]> {
    await world.greetings();
    const given = fileFor(engine, access('reality'), mode);
    expect(await world.fetch({ engine, given })).toBe(world.token);
    const [greeting = []] = (await world.greetings()).filter((pieces) => pieces.length > 0);
    matrix.noteWire({ engine, mode, by: 'file', pieces: greeting });
    return greeting;
  }

  test.each<Engine>(['xray-25.12.8', 'xray-26.3.27', ...newest])(
    '%s sends the greeting whole in standard mode and in pieces with pauses in enhanced mode',
    // A relay that is kept waiting reads two pieces as one; never one as two.
    { retry: 2 },
    async (engine) => {
      const whole = await piecesOf(engine, 'standard');
      const cut = await piecesOf(engine, 'enhanced');
      expect(whole.length).toBeLessThanOrEqual(2);
      expect(whole[0]?.bytes).toBeGreaterThan(400);
      expect(cut.length).toBeGreaterThanOrEqual(5);
      // The tenth piece of a write is what is left of it.
      const small = cut.slice(0, Math.min(cut.length - 1, 9));
      for (const { bytes } of small) expect(bytes).toBeLessThanOrEqual(200);
      const pauses = small.slice(1).map((piece, index) => piece.atMs - (small[index]?.atMs ?? 0));
      expect(pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length).toBeGreaterThanOrEqual(9);
    },
  );

  /** The standard file with something changed in it, as apps do with what they read in a link. */
  async function piecesWith(engine: Engine, change: (proxy: Outbound, outbounds: Outbound[]) => void) {
    await world.greetings();
    const file = fileFor(engine, access('reality'), 'enhanced');
    const config = JSON.parse(Buffer.from(file.kind === 'file' ? file.bytes : []).toString()) as {
      outbounds: Outbound[];
    };
    const [proxy] = config.outbounds;
    if (proxy !== undefined) change(proxy, config.outbounds);
    const bytes = Buffer.from(JSON.stringify(config));
    const page = await world.fetch({ engine, given: { kind: 'file', bytes, filename: 'changed.json' } });
    const [greeting = []] = (await world.greetings()).filter((pieces) => pieces.length > 0);
    return { page, greeting };
  }

  test.each<[CutStrength, { from: number; to: number; atMost: number }]>([
    ['soft', { from: 3, to: 10, atMost: 400 }],
    ['medium', { from: 5, to: 12, atMost: 200 }],
    ['hard', { from: 20, to: 40, atMost: 80 }],
  ])(
    'the %s cut of the presets comes as such pieces, and connects',
    { retry: 2 },
    async (strength, wanted) => {
      await world.greetings();
      const engine = 'xray-26.3.27';
      const door = { access: access('reality'), name };
      const cut = cutStrengths[strength];
      const file = configFile([door], { format: 'xray', mode: 'enhanced', demand: 'any', cut });
      const { bytes = new Uint8Array(), filename = '' } = file ?? {};
      expect(await world.fetch({ engine, given: { kind: 'file', bytes, filename } })).toBe(world.token);
      const [greeting = []] = (await world.greetings()).filter((pieces) => pieces.length > 0);
      matrix.noteWire({ engine, mode: 'enhanced', by: `file, ${strength}`, pieces: greeting });
      expect(greeting.length).toBeGreaterThanOrEqual(wanted.from);
      expect(greeting.length).toBeLessThanOrEqual(wanted.to);
      for (const { bytes: size } of greeting.slice(0, -1)) expect(size).toBeLessThanOrEqual(wanted.atMost);
    },
  );

  test.each<[Engine, string, { from: number; to: number }]>([
    ...newest.map(
      (engine) => [engine, 'cuts', { from: 5, to: 20 }] as [Engine, string, { from: number; to: number }],
    ),
    ['xray-26.3.27', 'cuts', { from: 5, to: 20 }],
    ['xray-25.12.8', 'does not cut', { from: 1, to: 2 }],
  ])('%s %s by the settings that our enhanced link carries', async (engine, _, pieces) => {
    const link = shareLink(access('reality'), { name, mode: 'enhanced' });
    const mask = JSON.parse(new URL(link).searchParams.get('fm') ?? '') as unknown;
    const { page, greeting } = await piecesWith(engine, (proxy) => {
      proxy.streamSettings['finalmask'] = mask;
      delete proxy.streamSettings['sockopt'];
    });
    expect(page).toBe(world.token);
    matrix.noteWire({ engine, mode: 'enhanced', by: '`fm` of the link', pieces: greeting });
    expect(greeting.length).toBeGreaterThanOrEqual(pieces.from);
    expect(greeting.length).toBeLessThanOrEqual(pieces.to);
  });

  test.each<Engine>(['xray-25.12.8', 'xray-26.3.27'])(
    '%s cut by “tlshello”, in records instead of packets, connects by Reality as well',
    async (engine) => {
      const { page, greeting } = await piecesWith(engine, (_, outbounds) => {
        const cut = outbounds.find(({ tag }) => tag === 'cut');
        if (cut?.settings?.fragment) cut.settings.fragment['packets'] = 'tlshello';
      });
      matrix.noteWire({ engine, mode: 'enhanced', by: 'file with `tlshello`', pieces: greeting });
      expect(page).toBe(world.token);
    },
  );

  test.each<Engine>(['sing-box-1.14.1', 'mihomo-1.19.10'])(
    '%s cuts nothing in either mode, as we tell people',
    async (engine) => {
      const [first] = await piecesOf(engine, 'enhanced');
      expect(first?.bytes).toBeGreaterThan(400);
    },
  );
});
