import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesToGigabytes,
  gigabytesToBytes,
  parsePanelUser,
} from '../../../../src/features/panels/hiddify/panel-user.ts';
import { userAnswer } from './loopback.ts';

const bytes = fc.oneof(fc.nat(), fc.integer({ min: 0, max: 1_000_000 * 1024 ** 3 }));

test('every number of bytes the panel can hold survives the way there and back', () => {
  fc.assert(
    fc.property(bytes, (count) => {
      const sent = JSON.parse(JSON.stringify(bytesToGigabytes(count))) as number;
      const stored = Math.trunc(sent * 1024 ** 3);
      expect(gigabytesToBytes(stored / 1024 ** 3)).toBe(count);
    }),
  );
});

test('12.345 GiB reads back as the whole bytes the panel stored', () => {
  expect(gigabytesToBytes(12.34499999973923)).toBe(Math.trunc(12.345 * 1024 ** 3));
});

test('any answer gives a user in safe numbers or nothing', () => {
  const field = fc.constantFrom(...Object.keys(userAnswer()), '__proto__', 'deleted');
  const changes = fc.dictionary(field, fc.jsonValue(), { maxKeys: 8 });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), changes.map(userAnswer)), (answer) => {
      const user = parsePanelUser(answer);
      if (!user) return;
      expect(Number.isSafeInteger(user.usageLimitBytes) && Number.isSafeInteger(user.currentUsageBytes)).toBe(
        true,
      );
      expect(Object.keys(user)).not.toContain('wg_pk');
    }),
    { numRuns: 500 },
  );
});
