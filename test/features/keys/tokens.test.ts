import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeyTokens } from '../../../src/features/keys/feed/tokens.rules.ts';

const holder = {
  userId: 4_711,
  feedId: '00112233-4455-4677-8899-aabbccddeeff',
  panelUuid: '11111111-2222-4333-8444-555555555555',
};
const tokens = createKeyTokens('secret of this shop');
const token = tokens.issue(holder);

/** As versions before issued them. */
function formerToken(userId: number, panelUuid: string): string {
  const hmac = createHmac('sha256', 'secret of this shop').update(`${userId} ${panelUuid}`);
  return `${userId.toString(36)}-${hmac.digest().subarray(0, 18).toString('base64url')}`;
}

describe('a token', () => {
  it('opens the key that it was issued for, and says by which name', () => {
    expect(tokens.matches(token, holder)).toBe(true);
    expect(tokens.nameOf(token)).toEqual({ feedId: holder.feedId });
    expect(token).toMatch(/^[\w-]{46}$/);
  });

  it('is the same each time, and does not say who it is for', () => {
    expect(tokens.issue({ ...holder, userId: 1 })).toBe(token);
  });

  it('opens nothing after the link was replaced, under another name, or of another shop', () => {
    expect(tokens.matches(token, { ...holder, panelUuid: crypto.randomUUID() })).toBe(false);
    expect(tokens.matches(token, { ...holder, feedId: crypto.randomUUID() })).toBe(false);
    expect(createKeyTokens('another').matches(token, holder)).toBe(false);
  });

  it('opens nothing with any sign changed, cut off or added', () => {
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(tokens.matches(token.slice(0, at) + other + token.slice(at + 1), holder)).toBe(false);
    }
    for (const wrong of ['', token.slice(0, -1), `${token}A`])
      expect(tokens.matches(wrong, holder)).toBe(false);
  });
});

describe('a token of the form of before', () => {
  const former = formerToken(holder.userId, holder.panelUuid);

  it('opens the key as long as the key is the same', () => {
    expect(tokens.nameOf(former)).toEqual({ userId: holder.userId });
    expect(tokens.matches(former, holder)).toBe(true);
    expect(tokens.matches(former, { ...holder, panelUuid: crypto.randomUUID() })).toBe(false);
    expect(tokens.matches(former, { ...holder, userId: 1 })).toBe(false);
  });
});

it.each([
  '',
  'x',
  `${'A'.repeat(45)}`,
  `${'A'.repeat(47)}`,
  `/${'A'.repeat(45)}`,
  `-${'A'.repeat(24)}`,
  `UPPER-${'A'.repeat(24)}`,
  `1-${'A'.repeat(23)}`,
  `1-${'A'.repeat(25)}`,
  `123456789012-${'A'.repeat(24)}`,
  ` 1-${'A'.repeat(24)}`,
])('%j has the form of no token', (text) => {
  expect(tokens.nameOf(text)).toBeUndefined();
});
