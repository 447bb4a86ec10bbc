import { randomBytes } from 'node:crypto';

/** Speed, never truth: anything in it may be gone at any moment, and no method ever rejects for that. */
export interface Cache {
  /**
   * The text kept under the key; else a lease to fill it, for one asker at a time. Undefined: to be asked elsewhere,
   * and not to be kept, because somebody else has the lease or nothing can be known of the key now.
   */
  lookUp(key: string, leaseMs: number): Promise<Found>;
  /** Keeps the text, unless the lease has ended or the key was deleted since it was given: then it may be old already. */
  fill(key: string, filled: { lease: string; text: string; ttlMs: number }): Promise<void>;
  /** No later `lookUp` of this process answers what was kept before, and no lease given before is good any more. */
  delete(keys: readonly string[]): Promise<void>;
  /** Whether this call was the one that set it. */
  setIfAbsent(key: string, value: unknown, ttlMs: number): Promise<boolean>;
  /** Counts up; the first count starts the time. Counters are apart from values. Answers count and time left. */
  incrementWithTtl(key: string, ttlMs: number): Promise<[count: number, ttlMs: number]>;
  /** Takes one token from the bucket. Answers 0, or after how many milliseconds there will be one. */
  takeToken(key: string, bucket: TokenBucket): Promise<number>;
  /** False while answers come from this process alone although a shared cache is configured. */
  isHealthy(): boolean;
  close(): Promise<void>;
}

export type Found = { text: string } | { lease: string } | undefined;

/** Nothing kept in it lives longer, so that a lost deletion is forgiven after this long. */
export const longestMs = 60_000;

/** Nobody else's. It lies where the text will, and begins as none does that is kept. */
export function newLease(): string {
  return leaseSign + randomBytes(12).toString('base64url');
}

export function isLease(text: string): boolean {
  return text.startsWith(leaseSign);
}

const leaseSign = '?';

/** A bucket holds `burst` tokens and gains `perSecond`; the time is the caller's. */
export interface TokenBucket {
  burst: number;
  perSecond: number;
  nowMs: number;
}
