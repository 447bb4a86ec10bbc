import { defineSettings, optional, withDefault, type ValuesOf } from '../../../../platform/setting.ts';
import { text, port } from '../../../../platform/setting-formats.ts';
import type { ServerPlace } from '../contract.rules.ts';
import type { RealityGiven } from './endpoint.rules.ts';

/** The Reality inbound, read field by field where keys are made. */
export const realitySettings = defineSettings('VPN server', {
  publicKey: optional({
    name: 'REALITY_PUBLIC_KEY',
    purpose: "The server's X25519 public key. Unset: the key is read from the panel.",
    format: '43 characters, base64url',
    howToGet: 'Panel → Domains, or `xray x25519`.',
    schema: text,
  }),
  shortId: optional({
    name: 'REALITY_SHORT_ID',
    purpose: 'Short id of the Reality inbound.',
    format: 'up to 16 hex digits, an even number',
    schema: text,
  }),
  sni: withDefault({
    name: 'REALITY_SNI',
    purpose: 'Site that Reality pretends to be.',
    format: 'host name',
    default: 'www.apple.com',
    schema: text,
  }),
  port: withDefault({
    name: 'REALITY_PORT',
    purpose: 'Port of the Reality inbound.',
    format: 'whole number up to 65535',
    default: '443',
    schema: port,
  }),
  xrayVersion: optional({
    name: 'REALITY_XRAY_VERSION',
    purpose:
      'Version of Xray that the Reality inbound runs on: it decides which apps can connect. Unset: older than 26.7.11.',
    format: 'three numbers with dots',
    example: '26.3.27',
    howToGet: '`xray version` on that server.',
    schema: text,
  }),
  minClientVersion: optional({
    name: 'REALITY_MIN_CLIENT_VERSION',
    purpose: '`minClientVer` of the Reality inbound, where it is set: clients below it are let in nowhere.',
    format: 'three numbers with dots',
    example: '1.0.0',
    schema: text,
  }),
  encryption: optional({
    name: 'REALITY_ENCRYPTION',
    purpose:
      'VLESS Encryption, where the Reality inbound demands it: the "encryption" that `xray vlessenc` prints. Only apps on Xray connect then.',
    format: 'text',
    example: 'mlkem768x25519plus.native.0rtt.IqEZ6Gm1zxOIyGKKZ8SsQPjnQhikWdhZzaJh7Uj__E0',
    schema: text,
  }),
  mldsa65Verify: optional({
    name: 'REALITY_MLDSA65_VERIFY',
    purpose:
      'For apps that check the second signature of Reality: the "Verify" that `xray mldsa65` prints. Others connect without. The site of REALITY_SNI needs certificates of more than 3500 bytes.',
    format: '2603 characters, base64url',
    example: 'nn-2hmwWnaLgYBwv8uduc3iguqBAHJUGs9Z6fWkSm9A7tWOh…',
    schema: text,
  }),
});

export type RealityTold = ValuesOf<typeof realitySettings>;

/** Reality is described where its key is. */
export function seedOf(
  { publicKey, shortId, ...told }: RealityTold,
  { host }: ServerPlace,
): RealityGiven | undefined {
  return publicKey === undefined ? undefined : { ...told, host, publicKey, shortId: shortId ?? '' };
}
