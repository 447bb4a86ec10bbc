import { newId } from './ids.ts';
import type { EventBody, StoredEvent, StripeWorld } from './state.ts';
import { unixNow } from './state.ts';

/** Stripe keeps events for thirty days. */
const keptSeconds = 30 * 86_400;

/** What caused the event, when a request did. */
export interface Cause {
  requestId: string | null;
  key: string | null;
}

/** Stores an event with the object as it is now, and hands it to `deliver`. */
export function recordEvent(
  world: StripeWorld,
  what: {
    type: string;
    object: { id: string; object: string };
    before?: Record<string, unknown>;
    cause: Cause;
  },
): StoredEvent {
  const { type, object, before, cause } = what;
  const wanting = Object.values(world.tables.endpoints).filter(
    (endpoint) => endpoint.enabled_events.includes('*') || endpoint.enabled_events.includes(type),
  );
  const body: EventBody = {
    id: newId('evt'),
    object: 'event',
    api_version: world.apiVersion,
    created: unixNow(world),
    data: { object: structuredJson(object), ...(before && { previous_attributes: before }) },
    livemode: false,
    pending_webhooks: wanting.length,
    request: { id: cause.requestId, idempotency_key: cause.key },
    type,
  };
  const event = { body, waitingFor: wanting.map(({ id }) => id) };
  world.tables.events[body.id] = event;
  forgetOld(world);
  return event;
}

/** As it goes over the wire, and untouched by what happens to the object later. */
function structuredJson(object: { id: string; object: string }): { id: string; object: string } {
  return JSON.parse(JSON.stringify(object)) as { id: string; object: string };
}

function forgetOld(world: StripeWorld): void {
  const before = unixNow(world) - keptSeconds;
  for (const [id, { body }] of Object.entries(world.tables.events)) {
    if (body.created >= before) return;
    delete world.tables.events[id];
  }
}
