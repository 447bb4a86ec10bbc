import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { writeLink as hysteriaLink } from '../../../src/features/keys/protocols/hysteria2/link.rules.ts';
import { keyName } from '../../../src/features/keys/protocols/link-parts.rules.ts';
import { writeLink as vlessLink } from '../../../src/features/keys/protocols/reality/link.rules.ts';
import { endpoints, hysteriaAccesses, personalKeys } from '../../features/keys/samples.ts';
import { installEngines, linkReader } from './engines.ts';

beforeAll(() => installEngines(), 1_800_000);

interface Understood {
  singbox: Record<string, unknown>;
  clash?: Record<string, unknown>;
}

function read(links: readonly string[]): Understood[] {
  const script = join(import.meta.dirname, 'read.py');
  const input = `${links.join('\n')}\n`;
  const { status, stdout, stderr } = spawnSync(linkReader, [script], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Understood);
}

/** In VLESS links that program keeps the brackets of IPv6 on the host. */
const withBrackets = (host: string): string => (host.includes(':') ? `[${host}]` : host);

test('other programs read the same fields in our VLESS links, whatever the endpoint and the name', () => {
  const given = fc.sample(fc.tuple(endpoints, personalKeys), 300);
  const understood = read(given.map(([endpoint, key]) => vlessLink({ ...endpoint, uuid: key.uuid }, key)));
  for (const [index, [endpoint, key]] of given.entries()) {
    const { host, port, publicKey, shortId, sni, fingerprint } = endpoint;
    expect(understood[index]?.singbox).toMatchObject({
      type: 'vless',
      server: withBrackets(host),
      server_port: port,
      uuid: key.uuid,
      flow: 'xtls-rprx-vision',
      tls: {
        enabled: true,
        server_name: sni,
        reality: { enabled: true, public_key: publicKey },
        utls: { enabled: true, fingerprint },
      },
    });
    expect(understood[index]?.clash).toMatchObject({
      // That program strips what Python counts as space.
      name: expect.stringContaining(keyName(key.name).trim().slice(0, 5).trim()),
      server: host,
      port: String(port),
      uuid: key.uuid,
      servername: sni,
      'client-fingerprint': fingerprint,
      'reality-opts': { 'public-key': publicKey, 'short-id': shortId },
    });
  }
});

/** That program decodes twice, so what is percent-encoded in a password is left to the engines themselves. */
test('another program reads the same fields in our Hysteria2 links', () => {
  const plain = fc.stringMatching(/^[\w.~-]{4,40}$/);
  const accesses = fc.tuple(hysteriaAccesses, plain).map(([access, password]) => ({
    ...access,
    auth: password,
    obfsPassword: access.obfsPassword === undefined ? undefined : password,
  }));
  const given = fc.sample(accesses, 300);
  const understood = read(given.map((access) => hysteriaLink(access, { name: 'Аня 🦊' })));
  for (const [index, access] of given.entries()) {
    const { host, port, hop, sni, auth, obfsPassword, certificate } = access;
    expect(understood[index]?.singbox).toMatchObject({
      type: 'hysteria2',
      server: host,
      server_port: hop?.from ?? port,
      password: auth,
      tls: { server_name: sni, ...(certificate.kind !== 'trusted' && { insecure: true }) },
      ...(obfsPassword !== undefined && { obfs: { type: 'salamander', password: obfsPassword } }),
    });
  }
});
