import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whose key an address opens. A new link of the person makes every token of before worthless. */
interface Holder {
  userId: number;
  /** The random name of their subscription in addresses. */
  feedId: string;
  panelUuid: string;
}

/** Whom a token speaks of: somebody by the name of their subscription, or, in the form of before, by their id. */
export type TokenName = { feedId: string } | { userId: number };

export interface KeyTokens {
  /** The part of an address that stands for this person's key; the same as long as the key is, and silent about who they are. */
  issue(holder: Holder): string;
  /** Whom a token speaks of, if it has the form of one; nothing is proven by that. */
  nameOf(token: string): TokenName | undefined;
  /** Whether the token was issued for this person's key of now. */
  matches(token: string, holder: Holder): boolean;
}

/**
 * A token is the subscription's random name and a signature over it and the key, under a key of ours. The first of them
 * signs; what another one signed stands in people's apps and opens too.
 */
export function createKeyTokens(secrets: string | readonly string[]): KeyTokens {
  const [newest = '', ...former] = [secrets].flat();
  return {
    issue: (holder) => issue(holder, newest),
    nameOf,
    matches: (token, holder) =>
      [newest, ...former].some(
        (secret) => isSame(token, issue(holder, secret)) || isSame(token, issuedBefore(holder, secret)),
      ),
  };
}

function issue({ feedId, panelUuid }: Holder, secret: string): string {
  return `${toName(feedId)}${sign(`feed ${feedId} ${panelUuid}`, secret)}`;
}

/** Versions before named the person by their id. Nobody is given such a one now; it opens as long as the key is the same. */
function issuedBefore({ userId, panelUuid }: Holder, secret: string): string {
  return `${userId.toString(36)}-${sign(`${userId} ${panelUuid}`, secret)}`;
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest().subarray(0, 18).toString('base64url');
}

function nameOf(token: string): TokenName | undefined {
  const [, name] = /^([\w-]{22})[\w-]{24}$/.exec(token) ?? [];
  if (name !== undefined) return { feedId: toUuid(name) };
  const [, id] = /^([0-9a-z]{1,11})-[\w-]{24}$/.exec(token) ?? [];
  return id === undefined ? undefined : { userId: Number.parseInt(id, 36) };
}

/** A uuid in 22 signs. */
function toName(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function toUuid(name: string): string {
  const hex = Buffer.from(name, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
