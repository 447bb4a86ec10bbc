import { apiError, conflict } from '../api/api-error.ts';
import type { StandInClock } from '../../kit/clock.ts';
import type { Delivery, Faults } from '../control-types.ts';
import type { Events } from '../events.ts';
import { createGrowingLog } from '../../kit/growing-log.ts';
import { createConnectionRamp } from './connection-ramp.ts';
import { createDeliverer } from './deliverer.ts';
import { createPolling, type GetUpdates } from './polling.ts';
import { postUpdate } from './post-update.ts';
import { defaultKinds, kindOf, personIdOf, type NewUpdate } from './update-kinds.ts';
import { createUpdateQueue, type WaitingUpdate } from './update-queue.ts';
import {
  isLoopbackUrl,
  noWebhook,
  readAllowedUpdates,
  readWebhookSettings,
  type SetWebhook,
  type WebhookSettings,
} from './webhook-settings.ts';

export interface UpdateDeskParts {
  clock: StandInClock;
  events: Events;
  log: (line: string) => void;
  faults: () => Pick<Faults, 'duplicateUpdates' | 'reorderUpdates'>;
  connectionRamp: boolean;
  /** Told when the client has acknowledged an update; the body may ask for a method. */
  acknowledged: (update: object, answerBody: string) => void;
}

export interface WebhookInfo {
  url: string;
  has_custom_certificate: boolean;
  pending_update_count: number;
  ip_address?: string;
  last_error_date?: number;
  last_error_message?: string;
  max_connections?: number;
  allowed_updates?: string[];
}

export interface UpdateDesk {
  readonly deliveries: readonly Delivery[];
  lastDeliveries(count: number): Delivery[];
  /** Queues an update for the bot; returns its update id. A kind the bot did not ask for is dropped. */
  push(update: NewUpdate): number | undefined;
  /** Posts any JSON to the webhook at once, outside all queues. */
  inject(body: unknown): void;
  setWebhook(params: SetWebhook): 'set' | 'same';
  deleteWebhook(dropPending: boolean): 'deleted' | 'none';
  info(): WebhookInfo;
  poll(params: GetUpdates): Promise<object[]>;
  isIdle(): boolean;
  snapshot(): SavedUpdates;
  /** Takes back the webhook and what waits for it, and delivers. */
  restore(saved: SavedUpdates): void;
  clear(): void;
  close(): void;
}

export interface SavedUpdates {
  nextUpdateId: number;
  webhook: WebhookSettings;
  /** Null for the kinds that a bot gets without asking. */
  allowed: string[] | null;
  waiting: { updateId: number; update: object; expiresAtMs?: number }[];
}

const firstUpdateId = 100_000_001;
/** Update ids given out after the last save are not given out again: the bot takes a known one for a repeat. */
const idsNeverReused = 1000;
/** How long an update waits for another one to change places with, in milliseconds. */
const reorderWaitMs = 1000;
const webhookPauseMs = 1000;

/** Everything between an event in a chat and its acknowledgement by the bot. */
export function createUpdateDesk(parts: UpdateDeskParts): UpdateDesk {
  const { clock, events } = parts;
  const queue = createUpdateQueue({ clock });
  const log = createGrowingLog<Delivery>();
  let settings: WebhookSettings = noWebhook;
  let allowed: readonly string[] = defaultKinds;
  let lastError: { date: number; message: string } | undefined;
  let nextUpdateId = firstUpdateId;
  let nextWebhookAtMs = 0;
  let injecting = 0;
  let held: { updateId: number; update: NewUpdate; cancel: () => void } | undefined;

  const record = (delivery: Omit<Delivery, 'id'>, error?: string): void => {
    const entry: Delivery = { id: log.entries.length + 1, ...delivery };
    log.add(entry);
    if (error) {
      lastError = { date: Math.floor(clock.now().getTime() / 1000), message: error };
      parts.log(
        `webhook: update ${delivery.updateId} (${delivery.kind}), attempt ${delivery.attempt}: ${error}`,
      );
    }
    events.emit('delivery', { delivery: entry });
  };
  const deliverer = createDeliverer({
    clock,
    queue,
    record,
    settings: () => settings,
    ramp: createConnectionRamp({ clock, isOn: parts.connectionRamp }),
    delivered: parts.acknowledged,
  });
  const polling = createPolling({ clock, queue, acknowledged: (update) => parts.acknowledged(update, '') });

  const enqueue = (waiting: WaitingUpdate): void => {
    waiting.repeats = parts.faults().duplicateUpdates;
    polling.wake();
    deliverer.pump();
  };
  const releaseHeld = (): void => {
    const late = held;
    held = undefined;
    late?.cancel();
    if (late) enqueue(queue.add(late.updateId, late.update));
  };
  const reorder = (updateId: number, update: NewUpdate): void => {
    if (held) {
      enqueue(queue.add(updateId, update));
      releaseHeld();
    } else held = { updateId, update, cancel: clock.setTimer(reorderWaitMs, releaseHeld) };
  };

  const applyWebhook = (next: WebhookSettings, params: SetWebhook): void => {
    const nowMs = clock.now().getTime();
    const isLocal = isLoopbackUrl(new URL(next.url));
    if (!isLocal && nowMs < nextWebhookAtMs) throw apiError(429, 'retry after 1', { retry_after: 1 });
    nextWebhookAtMs = nowMs + webhookPauseMs;
    allowed = readAllowedUpdates(params.allowed_updates, allowed);
    if (params.drop_pending_updates) queue.clear();
    settings = next;
    lastError = undefined;
    polling.stop('terminated by setWebhook request');
    if (!isLocal) parts.log(`webhook: ${next.url} is not on this machine; nothing will be delivered to it`);
    deliverer.pump();
  };

  const post = async (body: unknown): Promise<void> => {
    injecting++;
    const startedMs = performance.now();
    const update = typeof body === 'object' && body !== null ? body : {};
    const person = personIdOf(update);
    const result = await postUpdate({
      settings,
      body: JSON.stringify(body),
      clock,
      signal: AbortSignal.timeout(120_000),
    });
    injecting--;
    const delivery = {
      at: clock.now().toISOString(),
      updateId: Number((update as { update_id?: unknown }).update_id ?? 0),
      kind: kindOf(update),
      attempt: 1,
      status: result.status,
      durationMs: Math.round(performance.now() - startedMs),
      ...(person === undefined ? {} : { personId: person }),
    };
    record(delivery, result.error);
  };

  return {
    deliveries: log.entries,
    lastDeliveries: (count) => log.last(count),
    push(update) {
      if (!allowed.includes(kindOf(update))) return undefined;
      const updateId = nextUpdateId++;
      if (parts.faults().reorderUpdates) reorder(updateId, update);
      else enqueue(queue.add(updateId, update));
      return updateId;
    },
    inject(body) {
      if (settings.url !== '') void post(body);
    },
    setWebhook(params) {
      const next = readWebhookSettings(params);
      const isSame = JSON.stringify(next) === JSON.stringify(settings) && !params.drop_pending_updates;
      const kinds = readAllowedUpdates(params.allowed_updates, allowed);
      if (isSame && JSON.stringify(kinds) === JSON.stringify(allowed)) return 'same';
      applyWebhook(next, params);
      return 'set';
    },
    deleteWebhook(dropPending) {
      if (dropPending) queue.clear();
      const had = settings.url !== '';
      settings = noWebhook;
      lastError = undefined;
      return had ? 'deleted' : 'none';
    },
    info: () => ({
      url: settings.url,
      has_custom_certificate: false,
      pending_update_count: queue.size() + (held ? 1 : 0),
      ...(settings.url === '' ? {} : { max_connections: settings.maxConnections, ip_address: '127.0.0.1' }),
      ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
      ...(allowed === defaultKinds ? {} : { allowed_updates: [...allowed] }),
    }),
    async poll(params) {
      if (settings.url !== '')
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      allowed = readAllowedUpdates(params.allowed_updates, allowed);
      return polling.poll(params);
    },
    isIdle: () => injecting === 0 && deliverer.isIdle(),
    snapshot: () => ({
      nextUpdateId,
      webhook: settings,
      allowed: allowed === defaultKinds ? null : [...allowed],
      waiting: [
        ...queue.all().map(({ updateId, update, expiresAtMs }) => ({ updateId, update, expiresAtMs })),
        ...(held ? [{ updateId: held.updateId, update: held.update }] : []),
      ],
    }),
    restore(saved) {
      nextUpdateId = saved.nextUpdateId + idsNeverReused;
      settings = saved.webhook;
      allowed = saved.allowed ?? defaultKinds;
      for (const { updateId, update, expiresAtMs } of saved.waiting) queue.add(updateId, update, expiresAtMs);
      deliverer.pump();
    },
    clear() {
      queue.clear();
      log.clear();
      held?.cancel();
      held = undefined;
    },
    close() {
      held?.cancel();
      polling.stop('terminated by close');
      deliverer.close();
    },
  };
}
