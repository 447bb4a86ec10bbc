/**
 * The product says no, and the person can be told why.
 *
 * `invalid` what was given cannot be used · `forbidden` this person may not · `missing` it is not there ·
 * `conflict` it does not fit what is already so · `busy` later it may work.
 */
export type RefusalKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'busy';

/** Thrown by services. Carries a code that every language has a text for, never a text and never an HTTP status. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(kind: RefusalKind, code: string, details: Record<string, string | number> = {}) {
    super(`${kind}: ${code}`);
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}
