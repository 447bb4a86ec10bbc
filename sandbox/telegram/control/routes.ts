import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { controlRoutes } from '../../kit/control-routes.ts';
import { readBody } from '../../kit/read-body.ts';
import type { InvoiceView } from '../control-types.ts';
import type { Core } from '../core.ts';
import { PersonRefusal } from '../people/person-refusal.ts';
import { coreOf } from '../world.ts';
import type { World } from '../world-types.ts';
import { bodies } from './bodies.ts';
import { eventStreamRoute } from './event-stream.ts';
import { peopleRoutes } from './people-routes.ts';

type OnClockMoved = ((aheadMs: number) => void) | undefined;

/** The bot is a process of its own, with a clock of its own: the page offers to move time only where it follows. */
function clockRoutes(server: FastifyInstance, { clock }: Core, onMoved: OnClockMoved): void {
  const read = (): { now: string; offsetSeconds: number; botFollows: boolean } => ({
    now: clock.now().toISOString(),
    offsetSeconds: Math.round((clock.now().getTime() - Date.now()) / 1000),
    botFollows: onMoved !== undefined,
  });
  server.get('/control/clock', read);
  server.post('/control/clock', (request) => {
    const { offsetSeconds } = readBody(bodies.clock, request.body);
    const byMs = Date.now() + offsetSeconds * 1000 - clock.now().getTime();
    if (byMs < -1000) throw new PersonRefusal('The clock of the sandbox only goes forward');
    clock.advance(Math.max(0, byMs));
    onMoved?.(clock.now().getTime() - Date.now());
    return read();
  });
}

/** What the sheet behind an invoice link shows before anybody pays. */
function invoiceRoute(server: FastifyInstance, { payments }: Core): void {
  server.get('/control/invoices', (request): InvoiceView => {
    const invoice = payments.findLink(String((request.query as { link?: unknown }).link));
    if (!invoice) throw new PersonRefusal('There is no invoice behind this link');
    const { title, description, amount, currency, subscriptionPeriodSeconds: everySeconds } = invoice;
    return { title, description, amount, currency, ...(everySeconds !== undefined && { everySeconds }) };
  });
}

function fileRoute(server: FastifyInstance, { files }: Core): void {
  server.get('/control/files/:fileId', (request, reply) => {
    const file = files.find((request.params as { fileId: string }).fileId);
    if (!file) return reply.code(404).send({ error: 'There is no such file' });
    const isPhoto = file.kind === 'photo';
    // A document is never shown as a page of this origin, whatever it calls itself.
    return reply
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-disposition',
        isPhoto ? 'inline' : `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      )
      .type(file.mime || 'application/octet-stream')
      .send(Buffer.from(file.bytes));
  });
}

/** What the chat page asks of the world, under `/control`. Refusals answer 409 with `{ error }` in words. */
export function telegramControlRoutes(world: World, onClockMoved?: OnClockMoved): FastifyPluginAsync {
  const core = coreOf(world);
  return controlRoutes({
    at: '/control',
    state: world.state,
    faults: { schema: bodies.faults, set: world.faults.set },
    deeds: {
      inject(body) {
        world.inject(readBody(bodies.inject, body).update);
        return {};
      },
      reset() {
        world.reset();
        return {};
      },
    },
    more(server) {
      eventStreamRoute(server, core);
      peopleRoutes(server, { core, world });
      clockRoutes(server, core, onClockMoved);
      fileRoute(server, core);
      invoiceRoute(server, core);
    },
  });
}
