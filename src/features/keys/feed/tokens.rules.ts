import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whose key an address opens. A new link of the person makes every token of before worthless. */
interface Holder {
  userId: number;
  panelUuid: string;
}

export interface KeyTokens {
  /** The part of an address that stands for this person's key; the same as long as the key is. */
  issue(holder: Holder): string;
  /** Whom a token speaks of, if it has the form of one; nothing is proven by that. */
  userIdOf(token: string): number | undefined;
  /** Whether the token was issued for this person's key of now. */
  matches(token: string, holder: Holder): boolean;
}

/** Nothing is stored: a token is the person's id and a signature over it and the key, under a key of ours. */
export function createKeyTokens(secret: string): KeyTokens {
  const issue = ({ userId, panelUuid }: Holder): string => {
    const signature = createHmac('sha256', secret).update(`${userId} ${panelUuid}`).digest();
    return `${userId.toString(36)}-${signature.subarray(0, 18).toString('base64url')}`;
  };
  return {
    issue,
    userIdOf: (token) => {
      const [, id] = /^([0-9a-z]{1,11})-[\w-]{24}$/.exec(token) ?? [];
      return id === undefined ? undefined : Number.parseInt(id, 36);
    },
    matches: (token, holder) => {
      const [given, expected] = [Buffer.from(token), Buffer.from(issue(holder))];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
