import Stripe from 'stripe';
import { PaymentError } from '../../payment-error.ts';
import type { PaymentErrorClass } from '../../payment-error.ts';

/**
 * Classes what Stripe's library throws. Its error objects carry texts, headers and whole objects; only codes
 * and names of parameters are taken over.
 */
export function classifyStripeError(
  error: unknown,
  call: { operation: string; mayHaveHappened: boolean },
): PaymentError {
  if (error instanceof PaymentError) return error;
  const { operation } = call;
  if (!(error instanceof Stripe.errors.StripeError)) {
    const code = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : 'fault';
    return new PaymentError({ provider: 'stripe', class: doubtful(call), operation, code });
  }
  return new PaymentError({
    provider: 'stripe',
    class: classOf(error, call),
    operation,
    status: error.statusCode,
    code: codeOf(error),
    parameter: plain(error.param, /^[\w[\].]{1,120}$/),
    requestId: plain(error.requestId, /^req_\w{1,60}$/),
  });
}

function classOf(
  error: InstanceType<typeof Stripe.errors.StripeError>,
  call: { mayHaveHappened: boolean },
): PaymentErrorClass {
  const { errors } = Stripe;
  if (error instanceof errors.StripeConnectionError || error instanceof errors.StripeRateLimitError)
    return doubtful(call);
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return 'misconfigured';
  const status = error.statusCode ?? 0;
  if (status >= 500 || status === 409) return doubtful(call);
  if (status >= 400) return 'refused';
  // No status: an answer that is not JSON, from a proxy or a portal in between.
  return doubtful(call);
}

function doubtful(call: { mayHaveHappened: boolean }): PaymentErrorClass {
  return call.mayHaveHappened ? 'unknown' : 'retry';
}

function codeOf(error: InstanceType<typeof Stripe.errors.StripeError>): string | undefined {
  const { errors } = Stripe;
  if (error instanceof errors.StripeIdempotencyError) return 'idempotency_error';
  if (error instanceof errors.StripeConnectionError) return networkCode(error.detail);
  // Many refusals have no code of their own: then the kind of them is all that is said.
  const named = plain(error.decline_code, /^\w{1,60}$/) ?? plain(error.code, /^\w{1,60}$/);
  return named ?? plain(error.rawType, /^\w{1,60}$/);
}

function networkCode(detail: unknown): string {
  const code = detail instanceof Error && 'code' in detail ? detail.code : undefined;
  if (code === 'ETIMEDOUT') return 'timeout';
  return plain(code, /^[A-Z0-9_]{1,60}$/) ?? 'broken_off';
}

function plain(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
