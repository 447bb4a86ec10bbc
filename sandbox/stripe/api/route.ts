import { z } from 'zod';
import type { StripeWorld } from '../state.ts';
import { readParams } from './params.ts';

export interface ApiCall<P> {
  world: StripeWorld;
  params: P;
  /** What stands at `:id` in the path. */
  id: string;
}

export interface ApiRoute {
  method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/v1/refunds/:id`. */
  path: string;
  /** Names of the parameters it takes, for comparison with what Stripe publishes. */
  params: z.ZodObject;
  run: (world: StripeWorld, id: string, given: unknown) => unknown;
}

/** One endpoint: parameters outside `schema` are refused. */
export function route<Schema extends z.ZodObject>(
  where: `${ApiRoute['method']} /v1/${string}`,
  schema: Schema,
  run: (call: ApiCall<z.output<Schema>>) => unknown,
): ApiRoute {
  const [method, path = ''] = where.split(' ');
  return {
    method: method === 'GET' || method === 'DELETE' ? method : 'POST',
    path,
    params: schema,
    run: (world, id, given) => run({ world, id, params: readParams(schema, given) }),
  };
}
