import fc from 'fast-check';

/**
 * One character of whatever people type and paste, some of several code points. fast-check's own `grapheme` makes a table
 * of all that there are first, which takes seconds.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.constantFrom(
    'é',
    'e\u0301',
    'й',
    '\u0438\u0306',
    '👨‍👩‍👧‍👦',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '👍🏽',
    '🇩🇪',
    'क्षि',
    '한',
    '‮',
    '\u200b',
    'ﷺ',
  ),
);
