import { expect, test } from 'vitest';
import { isInsideAddress, isNearAddress, networkOf } from '../../src/platform/addresses.ts';
import { insideCode, lookupOutside } from '../../src/platform/outside.ts';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '192.88.99.1',
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.10',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:0:127.0.0.1',
  '::FFFF:10.0.0.1',
  '0:0:0:0:0:ffff:c0a8:1',
  '::ffff:203.0.113.10',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '2001:db8::1',
  '3fff::1',
  '2001::1',
  '2002:a00:1::',
  'fd00::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  'not an address',
  '',
])('%s is nobody’s whom we could mean', (address) => {
  expect(isInsideAddress(address)).toBe(true);
});

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2a00:1450:4010::8a',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
])('%s is somebody’s', (address) => {
  expect(isInsideAddress(address)).toBe(false);
});

test('what is set apart for examples is not near', () => {
  expect(isNearAddress('203.0.113.10')).toBe(false);
  expect(isNearAddress('::ffff:10.0.0.1')).toBe(true);
});

test('of IPv6 a network is the first 64 bits, however it is written; what stands for IPv4 is that', () => {
  expect(networkOf('2a00:1:2:3::1')).toBe(networkOf('2a00:0001:2:3:ffff::9'));
  expect(networkOf('2a00:1:2:3::1')).not.toBe(networkOf('2a00:1:2:4::1'));
  expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
});

test('a name is connected to at the addresses that were looked at, or not at all', async () => {
  const lookUp = (found: string[]) =>
    new Promise((done) =>
      lookupOutside(async () => found)('vpn.example.com', { all: true }, (...answer) => done(answer)),
    );
  const public4 = { address: '1.1.1.1', family: 4 };
  const public6 = { address: '2606:4700::1111', family: 6 };
  expect(await lookUp(['1.1.1.1', '2606:4700::1111'])).toEqual([null, [public4, public6]]);
  for (const found of [['1.1.1.1', '10.0.0.1'], ['::ffff:127.0.0.1'], ['203.0.113.1'], []])
    expect(await lookUp(found)).toMatchObject([{ code: insideCode }, undefined]);
});
