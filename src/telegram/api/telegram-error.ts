import type { ErrorParameters, TelegramErrorKind } from './error-kind.ts';

export interface TelegramFailure {
  method: string;
  kind: TelegramErrorKind;
  /** HTTP or Bot API code; 0 when nothing was answered. */
  code: number;
  description: string;
  parameters?: ErrorParameters;
  /** The request had gone out and it is not known whether Telegram carried it out. */
  mayHaveHappened?: boolean;
}

/**
 * A call that failed. Holds neither address nor foreign error as `cause`: both carry the token. Decide on `kind`,
 * never on the words of the description.
 */
export class TelegramError extends Error {
  readonly method: string;
  readonly kind: TelegramErrorKind;
  readonly code: number;
  readonly description: string;
  readonly parameters: ErrorParameters;
  readonly mayHaveHappened: boolean;

  constructor(failure: TelegramFailure) {
    super(`Telegram ${failure.method}: ${failure.kind} (${failure.code}) ${failure.description}`);
    this.name = 'TelegramError';
    this.method = failure.method;
    this.kind = failure.kind;
    this.code = failure.code;
    this.description = failure.description;
    this.parameters = failure.parameters ?? {};
    this.mayHaveHappened = failure.mayHaveHappened ?? false;
  }
}
