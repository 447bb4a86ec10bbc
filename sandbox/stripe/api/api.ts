import { createGrowingLog } from '../../kit/growing-log.ts';
import type { Cause } from '../events.ts';
import { randomLetters } from '../ids.ts';
import type { StripeWorld } from '../state.ts';
import { decodeForm } from './form.ts';
import type { ApiAnswer, ApiRequest } from './http.ts';
import { createIdempotency } from './idempotency.ts';
import { StripeProblem } from './problem.ts';
import type { ApiRoute } from './route.ts';
import { accountRoutes } from './routes/account.routes.ts';
import { billingRoutes } from './routes/billing.routes.ts';
import { checkoutRoutes } from './routes/checkout.routes.ts';
import { moneyRoutes } from './routes/money.routes.ts';

export const apiRoutes: readonly ApiRoute[] = [
  ...checkoutRoutes,
  ...moneyRoutes,
  ...billingRoutes,
  ...accountRoutes,
];

export interface RequestLogEntry {
  id: string;
  method: string;
  path: string;
  key: string | null;
  params: unknown;
  status: number;
}

export interface Api {
  /** Carries out one request and answers it, whether or not the answer will arrive. */
  answer(request: ApiRequest): Promise<ApiAnswer>;
  /** What an outage answers; under a key it is kept like any other answer, when `isKept`. */
  fail(request: ApiRequest, isKept: boolean): ApiAnswer;
  log(): readonly RequestLogEntry[];
}

/** `began` is told what events of this request say of their cause. */
export function createApi(world: StripeWorld, began: (cause: Cause) => void): Api {
  const idempotency = createIdempotency(world.clock);
  const log = createGrowingLog<RequestLogEntry>(2_000);

  function respond(requestId: string, status: number, content: unknown): ApiAnswer {
    const headers = {
      'content-type': 'application/json',
      'request-id': requestId,
      'stripe-version': world.apiVersion,
    };
    return { status, headers, body: `${JSON.stringify(content, null, 2)}\n` };
  }

  function perform(request: ApiRequest, requestId: string): ApiAnswer {
    const entry: RequestLogEntry = {
      id: requestId,
      method: request.method,
      path: request.path,
      key: keyOf(request) ?? null,
      params: null,
      status: 200,
    };
    log.add(entry);
    try {
      authorise(world, request);
      const { route, id } = findRoute(request);
      const given = decodeForm(request.method === 'POST' ? request.body : request.query);
      entry.params = given;
      began({ requestId, key: entry.key });
      return respond(requestId, 200, route.run(world, id, given));
    } catch (error) {
      if (!(error instanceof StripeProblem)) throw error;
      entry.status = error.status;
      return respond(requestId, error.status, error.body(requestId));
    }
  }

  return {
    async answer(request) {
      const requestId = `req_${randomLetters(14)}`;
      const key = keyOf(request);
      const isKeyed = key !== undefined && request.method === 'POST';
      try {
        if (isKeyed) return idempotency.once(key, request, () => perform(request, requestId));
        return perform(request, requestId);
      } catch (error) {
        if (!(error instanceof StripeProblem)) throw error;
        return respond(requestId, error.status, error.body(requestId));
      }
    },
    fail(request, isKept) {
      const requestId = `req_${randomLetters(14)}`;
      const problem = new StripeProblem({ status: 500, type: 'api_error', message: 'Something went wrong.' });
      const answer = respond(requestId, 500, problem.body(requestId));
      const key = keyOf(request);
      if (isKept && key !== undefined && request.method === 'POST') idempotency.keep(key, request, answer);
      return answer;
    },
    log: () => log.entries,
  };
}

function keyOf(request: ApiRequest): string | undefined {
  return [request.headers['idempotency-key']].flat()[0];
}

function authorise(world: StripeWorld, request: ApiRequest): void {
  const given = /^Bearer (\S+)$/.exec([request.headers.authorization].flat()[0] ?? '')?.[1];
  if (given === world.secretKey) return;
  throw new StripeProblem({
    status: 401,
    message:
      given === undefined
        ? 'You did not provide an API key.'
        : `Invalid API Key provided: ${given.slice(0, 8)}***${given.slice(-4)}`,
  });
}

function findRoute(request: ApiRequest): { route: ApiRoute; id: string } {
  const parts = request.path.split('/');
  for (const route of apiRoutes) {
    const wanted = route.path.split('/');
    const fits =
      route.method === request.method &&
      wanted.length === parts.length &&
      wanted.every((part, index) => part === ':id' || part === parts[index]);
    if (fits) return { route, id: decodeURIComponent(parts[wanted.indexOf(':id')] ?? '') };
  }
  throw new StripeProblem({
    status: 404,
    message: `Unrecognized request URL (${request.method}: ${request.path}).`,
  });
}
