import { type Certificate, type HysteriaAccess, readEndpoint } from './endpoint.rules.ts';
import { decode, keyName, readLinkParts, writeHost, writeQuery } from '../link-parts.rules.ts';
import type { Look } from '../packet-cut.rules.ts';

/**
 * The share link by Hysteria's own scheme of addresses. Hopping is written as one port and `mport`, because common
 * address parsers throw on a range. The port is then the first of the range: mihomo and Hysteria itself do not know
 * `mport` and stay on that one, which leads to the server as all of them do. A pin comes with `insecure=1`, because the official client checks the pin
 * in addition to the chain.
 */
export function writeLink(access: HysteriaAccess, { name }: Pick<Look, 'name'>): string {
  const { certificate, hop } = access;
  const query = writeQuery([
    ['sni', access.sni ?? ''],
    ['obfs', access.obfsPassword === undefined ? '' : 'salamander'],
    ['obfs-password', access.obfsPassword ?? ''],
    ['insecure', certificate.kind === 'trusted' ? '' : '1'],
    ['pinSHA256', certificate.kind === 'pinned' ? certificate.sha256 : ''],
    ['mport', hop === undefined ? '' : `${hop.from}-${hop.to}`],
  ]);
  const { host, port } = access;
  const address = `${encodeURIComponent(access.auth)}@${writeHost({ host, port: hop?.from ?? port })}`;
  return `hysteria2://${address}/${query === '' ? '' : `?${query}`}#${encodeURIComponent(keyName(name))}`;
}

/**
 * Reads a Hysteria2 link, ours or the panel's; `undefined` for any other and for values that cannot work. The hash
 * of the public key is never in a link.
 */
export function readLink(link: string): { access: HysteriaAccess; name: string } | undefined {
  const parts = readLinkParts(link, ['hysteria2', 'hy2']);
  const auth = decode(parts?.user ?? '');
  if (parts === undefined || auth === undefined) return undefined;
  const { parameters } = parts;
  const obfs = parameters.get('obfs') ?? 'none';
  if (obfs !== 'none' && obfs !== 'salamander') return undefined;
  const reading = readEndpoint({
    host: parts.host,
    port: parts.port ?? 443,
    hopPorts: parameters.get('mport'),
    // Where nothing is checked the name does not matter, and the panel leaves it out.
    sni: parameters.get('sni') ?? (parameters.get('insecure') === '1' ? 'unnamed.invalid' : undefined),
    obfsPassword: obfs === 'salamander' ? (parameters.get('obfs-password') ?? '') : undefined,
    certSha256: parameters.get('pinSHA256'),
  });
  if (!reading.ok) return undefined;
  const certificate = certificateOf(reading.endpoint.certificate, parameters.get('insecure') === '1');
  const sni = parameters.has('sni') ? reading.endpoint.sni : undefined;
  return { access: { ...reading.endpoint, sni, certificate, auth }, name: parts.name };
}

function certificateOf(read: Certificate, isInsecure: boolean): Certificate {
  return read.kind === 'trusted' && isInsecure ? { kind: 'unchecked' } : read;
}
