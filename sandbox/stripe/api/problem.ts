export interface ProblemDetails {
  status?: number;
  type?: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
  code?: string;
  message: string;
  param?: string;
}

/** A refusal in Stripe's own form. */
export class StripeProblem extends Error {
  readonly status: number;
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails) {
    super(details.message);
    this.status = details.status ?? 400;
    this.details = details;
  }

  body(requestId: string): unknown {
    const { code, message, param, type = 'invalid_request_error' } = this.details;
    return {
      error: {
        ...(code !== undefined && {
          code,
          doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
        }),
        message,
        ...(param !== undefined && { param }),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
        type,
      },
    };
  }
}

export function noSuch(object: string, id: string, param = 'id'): StripeProblem {
  return new StripeProblem({
    status: param === 'id' ? 404 : 400,
    code: 'resource_missing',
    message: `No such ${object}: '${id}'`,
    param,
  });
}
