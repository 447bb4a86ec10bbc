import { randomBytes } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { guardedPage } from '../kit/guarded.ts';
import { languageOf } from '../provider-pages/layout.ts';
import { createShiftableClock, type StandInClock } from '../kit/clock.ts';
import { createFaultBoard } from '../kit/fault-board.ts';
import { createCryptoPayDeliveries } from './deliveries.ts';
import { type CryptoPayFaults, noFaults } from './faults.ts';
import { CryptoPayProblem, perform } from './methods.ts';
import { invoicePage, invoicesPage } from './pages.ts';
import { type CryptoPayWorld, type InvoiceRow, payInvoice } from './world.ts';

export interface CryptoPayStandInOptions {
  port?: number;
  clock?: StandInClock;
  webhookUrl?: string;
  snapshot?: CryptoPaySnapshot;
}

/** Plain JSON. Full of secrets. */
export interface CryptoPaySnapshot {
  port: number;
  token: string;
  invoices: InvoiceRow[];
  /** Absent in what an earlier version remembered. */
  issued?: number;
}

export interface CryptoPayStandIn {
  /** `http://127.0.0.1:PORT`: methods below `/api`, pages for people elsewhere. */
  readonly url: string;
  readonly token: string;
  readonly clock: StandInClock;
  invoices(): readonly InvoiceRow[];
  /** The person pays; whether it could still be paid. */
  pay(invoiceId: string, asset?: string): boolean;
  setWebhook(url: string | undefined): void;
  setFaults(change: Partial<CryptoPayFaults>): CryptoPayFaults;
  faults(): CryptoPayFaults;
  deliveries(): readonly { invoiceId: number; outcome: number | string }[];
  /** Resolves when no delivery is on its way. */
  idle(): Promise<void>;
  snapshot(): CryptoPaySnapshot;
  stop(): Promise<void>;
}

/** Starts a Crypto Pay app on loopback, with its invoice page in the browser. */
export async function startCryptoPayStandIn(
  options: CryptoPayStandInOptions = {},
): Promise<CryptoPayStandIn> {
  const { snapshot, clock = createShiftableClock() } = options;
  let url = '';
  const faults = createFaultBoard<CryptoPayFaults>(noFaults);
  const world: CryptoPayWorld = {
    token: snapshot?.token ?? `10001:AA${randomBytes(24).toString('base64url')}`,
    clock,
    origin: () => url,
    invoices: snapshot?.invoices ?? [],
    issued: snapshot?.issued ?? snapshot?.invoices.length ?? 0,
    webhookUrl: options.webhookUrl,
  };
  const deliveries = createCryptoPayDeliveries(world, faults.current);
  const pay = (hash: string, asset: string): boolean => {
    const invoice = payInvoice(world, hash, asset);
    if (invoice) deliveries.deliver(invoice);
    return invoice !== undefined;
  };
  const server = Fastify({ logger: false, forceCloseConnections: true });
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  apiRoutes(server, { world, faults: faults.current });
  await server.register(guardedPage((pages) => pageRoutes(pages, { world, pay })));
  url = await server.listen({ host: '127.0.0.1', port: snapshot?.port ?? options.port ?? 0 });
  return {
    url,
    token: world.token,
    clock,
    invoices: () => world.invoices,
    pay: (invoiceId, asset = 'USDT') => {
      const invoice = world.invoices.find((each) => String(each.invoice_id) === invoiceId);
      return invoice !== undefined && pay(invoice.hash, asset);
    },
    setWebhook(address) {
      world.webhookUrl = address;
    },
    setFaults: faults.set,
    faults: faults.current,
    deliveries: deliveries.log,
    idle: deliveries.idle,
    snapshot: () => ({
      port: Number(new URL(url).port),
      token: world.token,
      invoices: world.invoices,
      issued: world.issued,
    }),
    async stop() {
      deliveries.stop();
      await server.close();
      await deliveries.idle();
    },
  };
}

function apiRoutes(
  server: FastifyInstance,
  { world, faults }: { world: CryptoPayWorld; faults: () => CryptoPayFaults },
): void {
  server.route<{ Params: { method: string } }>({
    method: ['GET', 'POST'],
    url: '/api/:method',
    handler(request, reply) {
      const { api } = faults();
      if (api === 'error500') return refuse(reply, 500, 'INTERNAL_ERROR');
      if (api === 'rate-limited') return refuse(reply, 429, 'TOO_MANY_REQUESTS');
      if (request.headers['crypto-pay-api-token'] !== world.token) return refuse(reply, 401, 'UNAUTHORIZED');
      try {
        const result = perform(world, request.params.method, request.body ?? request.query);
        if (api === 'saves-then-reset') request.raw.socket.resetAndDestroy();
        if (api === 'truncated') return sendHalf(reply, { ok: true, result });
        return reply.send({ ok: true, result });
      } catch (error) {
        if (error instanceof CryptoPayProblem) return refuse(reply, error.code, error.message);
        throw error;
      }
    },
  });
}

/** The headers promise more than comes before the connection closes. */
function sendHalf(reply: FastifyReply, answer: object): FastifyReply {
  const body = JSON.stringify(answer);
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  reply.raw.write(body.slice(0, body.length / 2), () => reply.raw.socket?.destroy());
  return reply;
}

function refuse(reply: FastifyReply, code: number, name: string): FastifyReply {
  return reply.code(code).send({ ok: false, error: { code, name } });
}

function pageRoutes(
  server: FastifyInstance,
  { world, pay }: { world: CryptoPayWorld; pay: (hash: string, asset: string) => boolean },
): void {
  const show = (reply: FastifyReply, page: string) => reply.type('text/html; charset=utf-8').send(page);
  server.get('/', (request, reply) =>
    show(reply, invoicesPage(world, languageOf(request.headers['accept-language']))),
  );
  server.get<{ Params: { hash: string } }>('/pay/:hash', (request, reply) =>
    show(reply, invoicePage(world, request.params.hash, languageOf(request.headers['accept-language']))),
  );
  server.post<{ Params: { hash: string }; Body: { asset?: string } | undefined }>(
    '/pay/:hash',
    (request, reply) => {
      pay(request.params.hash, request.body?.asset ?? 'USDT');
      return reply.redirect(`/pay/${request.params.hash}`, 303);
    },
  );
}
