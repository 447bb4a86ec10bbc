import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { controlRoutes } from '../kit/control-routes.ts';
import { readBody } from '../kit/read-body.ts';
import type { PanelStandIn } from './stand-in.ts';

const faultChange = z
  .object({
    down: z.boolean(),
    downAs: z.enum(['reset', 'refused', 'badGateway']),
    savesThen502: z.boolean(),
    savesThen500: z.boolean(),
    hang: z.boolean(),
    slowMs: z.number().int().min(0).max(600_000),
    proxyTimeoutMs: z.number().int().min(1).max(600_000),
    html: z.boolean(),
    failBetweenCommits: z.boolean(),
    emptyList: z.boolean(),
    phantomDeletedShare: z.number().min(0).max(1),
    proxyReplay: z.boolean(),
    roleBypass: z.boolean(),
    wrongKey: z.boolean(),
  })
  .partial();

const usage = z.object({ gigabytes: z.number() });

/** `/control/panel/…`: what the chat page and the tests do to the stand-in from outside its process. */
export function panelControlRoutes(standIn: PanelStandIn): FastifyPluginAsync {
  const { control } = standIn;
  return controlRoutes({
    at: '/control/panel',
    state: () => ({
      profile: standIn.profile,
      version: standIn.version,
      page: standIn.page,
      users: control.users(),
      requests: control.requests(),
      faults: control.faults(),
      applyCount: control.cores().applyCount,
      cores: control.cores(),
    }),
    faults: { schema: faultChange, set: control.setFaults },
    deeds: {
      wipe() {
        control.wipe();
        return { users: control.users() };
      },
    },
    more(server) {
      server.post<{ Params: { uuid: string } }>(
        '/control/panel/users/:uuid/usage',
        async (request, reply) => {
          const known = control.users().find((user) => user.uuid === request.params.uuid);
          if (known === undefined) return reply.code(404).send({ error: 'no such user' });
          control.addUsage(known.uuid, readBody(usage, request.body).gigabytes);
          return control.users().find((user) => user.uuid === known.uuid);
        },
      );
    },
  });
}
