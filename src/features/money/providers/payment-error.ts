/**
 * The meaning of a failed call to a payment provider for the job that made it.
 *
 * `retry` nothing was carried out, later it may work · `unknown` it may have been carried out: repeat it with the same
 * key and the same values, or look for the result before trying anything else · `refused` the provider says no and
 * will go on saying so · `misconfigured` key, permission, address or version is wrong, for the operator.
 */
export type PaymentErrorClass = 'retry' | 'unknown' | 'refused' | 'misconfigured';

/** The parts of a failure that are safe to write down: no key, no values and no text of the provider. */
export interface PaymentFailure {
  provider: string;
  class: PaymentErrorClass;
  operation: string;
  status?: number | undefined;
  /** A short code of the provider, of Node or of ours, such as `charge_already_refunded`, `ECONNREFUSED`, `timeout`. */
  code?: string | undefined;
  /** The parameter that was refused, such as `line_items[0][price_data][currency]`. */
  parameter?: string | undefined;
  /** The provider's name for this exchange; its support asks for it. */
  requestId?: string | undefined;
}

/** The only error a payment client throws; decide on `class` and `code`. */
export class PaymentError extends Error {
  readonly provider: string;
  readonly class: PaymentErrorClass;
  readonly operation: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly parameter: string | undefined;
  readonly requestId: string | undefined;

  constructor(failure: PaymentFailure) {
    const details = [failure.status, failure.code, failure.parameter, failure.requestId].filter(
      (detail) => detail !== undefined,
    );
    super(`${failure.provider} ${failure.operation}: ${failure.class} (${details.join(', ')})`);
    this.name = 'PaymentError';
    this.provider = failure.provider;
    this.class = failure.class;
    this.operation = failure.operation;
    this.status = failure.status;
    this.code = failure.code;
    this.parameter = failure.parameter;
    this.requestId = failure.requestId;
  }
}

/** The class that a call's failure is counted as; `fault` for what is none of the provider's. */
export function paymentClassOf(error: unknown): PaymentErrorClass | 'fault' {
  return error instanceof PaymentError ? error.class : 'fault';
}
