import type { World } from './world.ts';

type ServerName = keyof World['servers'];

/** A key that no server knows. */
export const strangeKey = Buffer.alloc(32, 7).toString('base64');
/** What is wrong, of which server's access, and the wrong value. */
export const wrongValues: readonly [string, ServerName, Record<string, unknown>][] = [
  ['uuid', 'reality', { uuid: '00000000-0000-4000-8000-000000000000' }],
  ['public key', 'reality', { publicKey: Buffer.alloc(32, 9).toString('base64url') }],
  ['short id', 'reality', { shortId: 'fedcba9876543210' }],
  ['server name', 'reality', { sni: 'other.example.com' }],
  ['password', 'hysteria', { auth: 'wrong' }],
  ['obfuscation password', 'hysteria', { obfsPassword: 'wrong' }],
  [
    'pin',
    'hysteria',
    { certificate: { kind: 'pinned', sha256: '00'.repeat(32), publicKeySha256: strangeKey } },
  ],
  ["server's key", 'shadowsocks', { serverKey: strangeKey }],
  ["person's key", 'shadowsocks', { userKey: strangeKey }],
];
