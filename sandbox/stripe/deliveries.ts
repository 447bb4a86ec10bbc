import { createHmac } from 'node:crypto';
import type Stripe from 'stripe';
import { createGrowingLog } from '../kit/growing-log.ts';
import { createOnTheWay } from '../kit/on-the-way.ts';
import type { StripeFaultBoard, WebhookFaults } from './faults.ts';
import type { EventBody, StoredEvent, StripeWorld } from './state.ts';
import { unixNow } from './state.ts';

export interface DeliveryLogEntry {
  eventId: string;
  type: string;
  endpointId: string;
  at: string;
  /** HTTP status, or why there was none. */
  outcome: number | string;
}

export interface Deliveries {
  /** Sends the event to whoever waits for it, with retries, as the faults of the moment say. */
  deliver(event: StoredEvent): void;
  log(): readonly DeliveryLogEntry[];
  /** Resolves when nothing is on its way; retries that wait for a later time do not count. */
  idle(): Promise<void>;
  stop(): void;
}

/** A sandbox of Stripe's tries three times; real intervals are not published. */
const retryAfterMs = [10_000, 60_000, 3_600_000] as const;
const reorderGroup = 3;
const timeoutMs = 10_000;

export function createDeliveries(world: StripeWorld, board: StripeFaultBoard): Deliveries {
  const log = createGrowingLog<DeliveryLogEntry>(500);
  const way = createOnTheWay(world.clock, reorderGroup);
  let isStopped = false;

  function deliver(event: StoredEvent): void {
    const faults = board.webhooks();
    // Lost on the way: Stripe believes it has tried, and only the list of events still tells of it.
    if (faults.off) return;
    for (const id of event.waitingFor) {
      const endpoint = world.tables.endpoints[id];
      if (endpoint) order(faults, () => start({ event, endpoint, faults, tries: 0 }));
    }
  }

  function order(faults: WebhookFaults, send: () => void): void {
    if (faults.reorder) way.overtake(send);
    else send();
  }

  function start(shipment: Shipment): void {
    const copies = 1 + (shipment.tries === 0 ? shipment.faults.duplicates : 0);
    const go = () => {
      for (let copy = 0; copy < copies; copy++) way.track(attempt(shipment));
    };
    if (shipment.faults.delayMs > 0 && shipment.tries === 0)
      world.clock.setTimer(shipment.faults.delayMs, go);
    else go();
  }

  async function attempt(shipment: Shipment): Promise<void> {
    const { event, endpoint } = shipment;
    if (isStopped || world.tables.endpoints[endpoint.id]?.status !== 'enabled') return;
    const outcome = await post(world, shipment);
    log.add({
      eventId: event.body.id,
      type: event.body.type,
      endpointId: endpoint.id,
      at: world.clock.now().toISOString(),
      outcome,
    });
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) settle(event, endpoint.id);
    else if (event.waitingFor.includes(endpoint.id)) again(shipment);
  }

  function again(shipment: Shipment): void {
    const wait = retryAfterMs[shipment.tries];
    if (wait === undefined || isStopped) return;
    world.clock.setTimer(wait, () => {
      // As things are then, not as they were when it failed.
      const faults = board.webhooks();
      if (!isStopped && !faults.off) start({ ...shipment, tries: shipment.tries + 1, faults });
    });
  }

  return {
    deliver,
    log: () => log.entries,
    idle: way.idle,
    stop() {
      isStopped = true;
    },
  };
}

interface Shipment {
  event: StoredEvent;
  endpoint: Stripe.WebhookEndpoint;
  faults: WebhookFaults;
  tries: number;
}

function settle(event: StoredEvent, endpointId: string): void {
  event.waitingFor = event.waitingFor.filter((id) => id !== endpointId);
  event.body.pending_webhooks = event.waitingFor.length;
}

async function post(world: StripeWorld, { event, endpoint, faults }: Shipment): Promise<number | string> {
  const payload = JSON.stringify(bodyFor(event.body, endpoint, faults), null, 2);
  const secret = faults.wrongSecret ? 'whsec_somebody_else' : (world.tables.secrets[endpoint.id] ?? '');
  const timestamp = unixNow(world) - (faults.oldTimestamp ? 3600 : 0);
  try {
    const answer = await fetch(endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureHeader({ payload, secret, timestamp }),
      },
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  }
}

/** `t=…,v1=…`: HMAC-SHA256 over `t.payload`, keyed with the whole secret. */
function signatureHeader(given: { payload: string; secret: string; timestamp: number }): string {
  const { payload, secret, timestamp } = given;
  const signature = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}

function bodyFor(body: EventBody, endpoint: Stripe.WebhookEndpoint, faults: WebhookFaults): unknown {
  if (faults.thin) {
    const { id, object } = body.data.object;
    return {
      id: body.id,
      object: 'v2.core.event',
      type: `v1.${body.type}`,
      livemode: false,
      created: new Date(body.created * 1000).toISOString(),
      related_object: { id, type: object, url: `/v1/${object}/${id}` },
    };
  }
  const version = faults.otherVersion ? '2025-09-30.clover' : endpoint.api_version;
  return { ...body, api_version: version ?? body.api_version };
}
