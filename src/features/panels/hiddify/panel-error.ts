/**
 * The class of what went wrong between us and a Hiddify panel.
 *
 * `misconfigured` no panel answered there, or not in its language · `unauthorized` the key is wrong ·
 * `not-owned` the user belongs to another admin · `not-found` no such user · `exists` the uuid is taken ·
 * `invalid` the panel refuses the values · `route-missing` this panel version has no such route ·
 * `bot-user-agent` our User-Agent was taken for a crawler · `private-address` its name leads where panels may not stand · `transient` network, timeout, 5xx.
 */
export const panelErrorClasses = [
  'misconfigured',
  'unauthorized',
  'not-owned',
  'not-found',
  'exists',
  'invalid',
  'route-missing',
  'bot-user-agent',
  'private-address',
  'transient',
] as const;

export type PanelErrorClass = (typeof panelErrorClasses)[number];

/** The advice on an error: try later · read and patch · leave it · call the operator. */
export type PanelAdvice = 'retry' | 'repair' | 'give-up' | 'operator';

const adviceFor: Record<PanelErrorClass, PanelAdvice> = {
  misconfigured: 'operator',
  unauthorized: 'operator',
  'bot-user-agent': 'operator',
  'private-address': 'operator',
  'route-missing': 'operator',
  'not-owned': 'give-up',
  'not-found': 'give-up',
  invalid: 'give-up',
  exists: 'repair',
  transient: 'retry',
};

/** The parts of a failure that are safe to write down: no key, path, cookie or text of the panel. */
export interface PanelFailure {
  class: PanelErrorClass;
  operation: string;
  status?: number | undefined;
  /** A short code of ours, of Node or of undici, such as `timeout`, `ECONNREFUSED` or `fields: name`. */
  reason?: string | undefined;
}

/** The only error a panel operation throws; carries a class and what to do about it, and nothing secret. */
export class PanelError extends Error {
  readonly class: PanelErrorClass;
  readonly advice: PanelAdvice;
  readonly operation: string;
  readonly status: number | undefined;
  readonly reason: string | undefined;

  constructor(failure: PanelFailure) {
    const details = [failure.status, failure.reason].filter((detail) => detail !== undefined).join(', ');
    super(`panel ${failure.operation}: ${failure.class}${details === '' ? '' : ` (${details})`}`);
    this.name = 'PanelError';
    this.class = failure.class;
    this.advice = adviceFor[failure.class];
    this.operation = failure.operation;
    this.status = failure.status;
    this.reason = failure.reason;
  }
}
