import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { z } from 'zod';
import { guardedControl } from './guarded.ts';
import { type Given, readBody } from './read-body.ts';

export interface Control<Faults extends z.ZodType> {
  /** Where its routes lie: `/control` or below it. */
  at: string;
  /** `GET …/state` */
  state: () => object;
  /** `PUT …/faults` */
  faults: { schema: Faults; set: (change: Given<Faults>) => object | Promise<object> };
  /** `POST …/<name>` */
  deeds?: Readonly<Record<string, (body: unknown) => object>>;
  /** What only this stand-in has. */
  more?: (server: FastifyInstance) => void;
}

/**
 * The control routes of a stand-in: what the chat page and the tests do to it from outside its process. A body that
 * is not as it should be is answered with 400, an error that carries a `statusCode` with that, always as `{ error }`.
 */
export function controlRoutes<Faults extends z.ZodType>(control: Control<Faults>): FastifyPluginAsync {
  const { at, state, faults, deeds = {}, more } = control;
  return guardedControl((server) => {
    server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
      reply.code(error.statusCode ?? 500).send({ error: error.message }),
    );
    server.get(`${at}/state`, async () => state());
    server.put(`${at}/faults`, async (request) => faults.set(readBody(faults.schema, request.body)));
    for (const [name, act] of Object.entries(deeds))
      server.post(`${at}/${name}`, async (request) => act(request.body));
    more?.(server);
  });
}
