import { createShiftableClock, type StandInClock } from '../kit/clock.ts';
import { type Act, actsOf } from './acts/acts.ts';
import { planRenewal } from './acts/renewing.ts';
import { createApi, type RequestLogEntry } from './api/api.ts';
import { createDeliveries, type DeliveryLogEntry } from './deliveries.ts';
import { type Cause, recordEvent } from './events.ts';
import { createStripeFaults, type StripeFaultBoard } from './faults.ts';
import { randomLetters } from './ids.ts';
import { createPages } from './pages/pages.ts';
import { openStripeServer } from './server.ts';
import { emptyTables, type StripeTables, type StripeWorld } from './state.ts';

export interface StripeStandInOptions {
  port?: number;
  /** Default: made up, `sk_test_…`. */
  secretKey?: string;
  clock?: StandInClock;
  /** An account to go on with: its key, port and everything in it. */
  snapshot?: StripeSnapshot;
}

/** Plain JSON. Full of secrets. */
export interface StripeSnapshot {
  port: number;
  secretKey: string;
  tables: StripeTables;
}

export interface StripeStandIn {
  /** `http://127.0.0.1:PORT`: the API below `/v1`, pages for people elsewhere. */
  readonly url: string;
  readonly secretKey: string;
  readonly clock: StandInClock;
  readonly faults: StripeFaultBoard;
  /** What people and banks do: pay, refuse, dispute, renew. */
  readonly act: Act;
  /** Everything in the account, live: for a checker, not for changing. */
  readonly tables: StripeTables;
  /** Every request, oldest first, the last 2000. */
  requests(): readonly RequestLogEntry[];
  deliveries(): readonly DeliveryLogEntry[];
  /** Resolves when no delivery is on its way. */
  idle(): Promise<void>;
  snapshot(): StripeSnapshot;
  stop(): Promise<void>;
}

const apiVersion = '2026-10-28.endive';

/** Starts a Stripe account in test mode on loopback, with a card form in the browser. */
export async function startStripeStandIn(options: StripeStandInOptions = {}): Promise<StripeStandIn> {
  const { snapshot, clock = createShiftableClock() } = options;
  const tables = snapshot?.tables ?? emptyTables();
  const secretKey = snapshot?.secretKey ?? options.secretKey ?? `sk_test_${randomLetters(40)}`;
  const board = createStripeFaults();
  let port = 0;
  let cause: Cause = { requestId: null, key: null };
  const world: StripeWorld = {
    tables,
    clock,
    secretKey,
    apiVersion,
    origin: () => `http://127.0.0.1:${port}`,
    emit: (type, object, before) =>
      deliveries.deliver(recordEvent(world, { type, object, cause, ...(before && { before }) })),
  };
  const deliveries = createDeliveries(world, board);
  const act = actsOf(world, () => {
    cause = { requestId: null, key: null };
  });
  const api = createApi(world, (began) => {
    cause = began;
  });
  const server = await openStripeServer({
    port: snapshot?.port ?? options.port ?? 0,
    api,
    pages: createPages(world, act),
    board,
  });
  port = server.port;
  for (const id of Object.keys(tables.subscriptions)) planRenewal(world, id);
  return {
    url: world.origin(),
    secretKey,
    clock,
    faults: board,
    act,
    tables,
    requests: api.log,
    deliveries: deliveries.log,
    idle: deliveries.idle,
    snapshot: () => ({ port, secretKey, tables }),
    async stop() {
      deliveries.stop();
      await server.close();
      await deliveries.idle();
    },
  };
}
