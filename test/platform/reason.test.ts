import { expect, it } from 'vitest';
import { demandReason, longestReason, readReason } from '../../src/platform/reason.ts';

it('a reason is one line of words as they were typed, without the space around them', () => {
  expect(readReason('  за сбой 12 мая ')).toBe('за сбой 12 мая');
  expect(readReason('x')).toBe('x');
  expect(readReason('first\n\u2028second\u0000third')).toBe('first second third');
});

it.each(['', '   ', '\n\t', '\u0000', '\u202e'])('what says nothing (%j) is no reason', (text) => {
  expect(readReason(text)).toBeUndefined();
  expect(() => demandReason(text)).toThrow('reason.missing');
});

it('a reason may have as many characters as its question says, and not one more', () => {
  expect(demandReason('я'.repeat(longestReason))).toHaveLength(300);
  expect(readReason('я'.repeat(longestReason + 1))).toBeUndefined();
});

it('half of a character is not kept', () => {
  expect(readReason('a\ud83d')).toBe('a\ufffd');
});
