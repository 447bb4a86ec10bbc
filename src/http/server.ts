import type { Socket } from 'node:net';
import {
  fastify,
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
} from 'fastify';
import fastifyMetrics from 'fastify-metrics';
import type { RouteSide } from '../platform/doors.ts';
import type { Logger } from '../platform/logger.ts';
import type { HttpSettings } from './settings.ts';

/** The biggest body that any webhook may send. */
const bodyLimitBytes = 1024 * 1024;

/** How long whoever sends a request has for all of it and for its head, and how often that is looked at. */
export interface SendingLimits {
  requestMs: number;
  headMs: number;
  lookEveryMs: number;
}

/** Node looks every half a minute, which would be as long again. */
const sendingLimits: SendingLimits = { requestMs: 30_000, headMs: 10_000, lookEveryMs: 1_000 };

/** One thing that the server answers. */
export interface ServerRoute {
  method: string;
  path: string;
  door: RouteSide;
  bodyLimitBytes: number;
}

const routes = new WeakMap<FastifyInstance, ServerRoute[]>();

/** Everything that the server answers, each with who may come to it: the outer server is held against this. */
export function routesOf(server: FastifyInstance): readonly ServerRoute[] {
  return routes.get(server) ?? [];
}

/**
 * The one HTTP server, without routes yet. Requests are not logged (addresses are personal data); faults are answered
 * without a word about what is inside.
 */
export async function createServer(
  { trustedProxies = [] }: Pick<HttpSettings, 'trustedProxies'>,
  logger: Logger,
  { requestMs, headMs, lookEveryMs } = sendingLimits,
): Promise<FastifyInstance> {
  const server = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    requestTimeout: requestMs,
    http: { connectionsCheckingInterval: lookEveryMs, headersTimeout: headMs },
    forceCloseConnections: 'idle',
    // Whoever copies a link may copy a slash behind it.
    routerOptions: { ignoreTrailingSlash: true },
    // What the framework itself refuses, such as a path that cannot be read, repeats what was sent.
    frameworkErrors: (_error, _request, reply) => void refusePath(reply as FastifyReply),
    clientErrorHandler: (error, socket) => refuseUnreadable(error as { code?: string }, socket),
  });
  noteRoutes(server);
  await server.register(fastifyMetrics.default, {
    endpoint: null,
    clearRegisterOnInit: true,
    defaultMetrics: { enabled: true },
    routeMetrics: {
      enabled: { histogram: true, summary: false },
      registeredRoutesOnly: true,
      groupStatusCodes: true,
      overrides: {
        histogram: { buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
      },
    },
  });
  server.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return reply.code(status).send({ error: wordFor(status) });
  });
  return server;
}

function refusePath(reply: FastifyReply): FastifyReply {
  return reply.code(400).send({ error: wordFor(400) });
}

/** What is no HTTP, or too slow, is told so in one line and let go. */
function refuseUnreadable({ code }: { code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = statuses[code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

const statuses: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** A route that does not say who may come to it does not start. */
function noteRoutes(server: FastifyInstance): void {
  const known: ServerRoute[] = [];
  routes.set(server, known);
  server.addHook('onRoute', ({ method, url, config, bodyLimit = bodyLimitBytes }) => {
    const door = config?.door;
    if (door === undefined) throw new Error(`The route ${url} does not say who may come to it`);
    for (const one of [method].flat())
      known.push({ method: one, path: url, door, bodyLimitBytes: bodyLimit });
  });
}

/** Lets requests under way finish for `withinMs`, then cuts what is left: a slow sender must not hold up a stop. */
export async function closeServer(server: FastifyInstance, withinMs: number): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), withinMs);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}

function wordFor(status: number): string {
  if (status >= 500) return 'internal error';
  return status === 429 ? 'too many requests' : 'bad request';
}
