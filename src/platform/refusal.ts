/**
 * The product says no, and the person can be told why.
 *
 * `invalid` what was given cannot be used · `forbidden` this person may not · `missing` it is not there ·
 * `conflict` it does not fit what is already so · `busy` later it may work.
 */
export type RefusalKind = 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'busy';

/** Of a refusal whose sentence needs to be told nothing more. */
export type Plain = Readonly<Record<never, never>>;

/** The code of every refusal, with the details of its sentence. Each house adds its own in its `refusals.ts`. */
export interface Refusals {
  'reason.missing': Plain;
  'too-fast': Plain;
  'try-later': Plain;
}

export type RefusalCode = keyof Refusals;

type Said = {
  [Code in RefusalCode]: Plain extends Refusals[Code]
    ? [code: Code, details?: Refusals[Code]]
    : [code: Code, details: Refusals[Code]];
}[RefusalCode];

/** Thrown by services. Carries a code that every language has a text for, never a text and never an HTTP status. */
export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly code: RefusalCode;
  readonly details: Refusals[RefusalCode];

  constructor(kind: RefusalKind, ...[code, details = {}]: Said) {
    super(`${kind}: ${code}`);
    this.name = 'Refusal';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}
