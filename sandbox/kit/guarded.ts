import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { type Knock, type Objection, objectionToControl, objectionToPage } from './door.ts';

/** These control routes, behind the door: what is not of the page itself or a program here is answered with 403 or 415. */
export function guardedControl(routes: (server: FastifyInstance) => void): FastifyPluginAsync {
  return async (server) => {
    keepDoor(server, objectionToControl);
    routes(server);
  };
}

/** The same for pages, which anybody's link may lead to. */
export function guardedPage(routes: (server: FastifyInstance) => void): FastifyPluginAsync {
  return async (server) => {
    keepDoor(server, objectionToPage);
    routes(server);
  };
}

function keepDoor(server: FastifyInstance, objectionTo: (knock: Knock) => Objection | undefined): void {
  server.addHook('onRequest', async (request, reply) => {
    const objection = objectionTo(request);
    if (objection) await reply.code(objection.status).send({ error: objection.reason });
  });
}
