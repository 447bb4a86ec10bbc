import type { StandInClock } from '../../kit/clock.ts';
import type { Delivery } from '../control-types.ts';
import type { ConnectionRamp } from './connection-ramp.ts';
import { postUpdate, type PostResult } from './post-update.ts';
import { planRetry } from './retry.ts';
import type { UpdateQueue, WaitingUpdate } from './update-queue.ts';
import type { WebhookSettings } from './webhook-settings.ts';

export interface DelivererParts {
  clock: StandInClock;
  queue: UpdateQueue;
  ramp: ConnectionRamp;
  settings: () => WebhookSettings;
  record: (delivery: Omit<Delivery, 'id'>, error?: string) => void;
  /** Told when the webhook has acknowledged an update, with the body of its answer. */
  delivered: (update: object, answerBody: string) => void;
}

export interface Deliverer {
  /** Sends whatever may be sent now and wakes up for the rest. */
  pump(): void;
  /** Nothing is on its way and nothing could be sent at this instant. */
  isIdle(): boolean;
  close(): void;
}

interface Outcome extends Pick<Delivery, 'status' | 'nextAttemptAt' | 'expired'> {
  startedMs: number;
  error?: string | undefined;
}

/** Brings waiting updates to the webhook: in order within a queue, up to `max_connections` queues at once. */
export function createDeliverer({
  clock,
  queue,
  ramp,
  settings,
  record,
  delivered,
}: DelivererParts): Deliverer {
  const closing = new AbortController();
  let inFlight = 0;
  let blockedUntilMs = 0;
  let cancelWake: () => void = () => {};
  const nowMs = (): number => clock.now().getTime();

  const note = (waiting: WaitingUpdate, { startedMs, error, ...outcome }: Outcome): void => {
    const person = waiting.personId === undefined ? {} : { personId: waiting.personId };
    const { updateId, kind, attempts: attempt } = waiting;
    const durationMs = Math.max(0, Math.round(performance.now() - startedMs));
    const at = clock.now().toISOString();
    record({ at, updateId, kind, ...person, attempt, durationMs, ...outcome }, error);
  };

  const expire = (waiting: WaitingUpdate): void => {
    queue.remove(waiting);
    note(waiting, { startedMs: performance.now(), status: 'error', expired: true });
  };

  const retry = (waiting: WaitingUpdate, result: PostResult, startedMs: number): void => {
    const dueAtMs = planRetry(waiting, nowMs(), result.retryAfterSeconds);
    if (dueAtMs === undefined) queue.remove(waiting);
    else waiting.dueAtMs = dueAtMs;
    const next =
      dueAtMs === undefined ? { expired: true } : { nextAttemptAt: new Date(dueAtMs).toISOString() };
    note(waiting, { startedMs, status: result.status, error: result.error, ...next });
  };

  const finish = (waiting: WaitingUpdate, result: PostResult, startedMs: number): void => {
    const isSuccess = result.error === undefined;
    ramp.release(isSuccess ? 'succeeded' : result.status === 'error' ? 'lost' : 'answered');
    if (!isSuccess) {
      retry(waiting, result, startedMs);
      return;
    }
    if (waiting.repeats > 0) waiting.repeats--;
    else queue.remove(waiting);
    note(waiting, { startedMs, status: result.status });
    delivered(waiting.update, result.body);
  };

  const send = async (waiting: WaitingUpdate): Promise<void> => {
    const startedMs = performance.now();
    inFlight++;
    waiting.inFlight = true;
    waiting.attempts++;
    const result = await postUpdate({
      settings: settings(),
      body: waiting.body,
      clock,
      signal: closing.signal,
    });
    waiting.inFlight = false;
    inFlight--;
    if (closing.signal.aborted) return;
    finish(waiting, result, startedMs);
    pump();
  };

  const isOpen = (): boolean => settings().url !== '' && !closing.signal.aborted;
  const ready = (): WaitingUpdate[] =>
    queue.heads().filter((head) => !head.inFlight && head.dueAtMs <= nowMs());

  const wakeLater = (): void => {
    cancelWake();
    const waiting = queue.heads().filter((head) => !head.inFlight);
    const earliestMs = Math.min(...waiting.map((head) => Math.max(head.dueAtMs, blockedUntilMs)));
    const pauseMs = earliestMs - nowMs();
    if (Number.isFinite(pauseMs) && pauseMs > 0) cancelWake = clock.setTimer(pauseMs, pump);
  };

  const dropExpired = (): void => {
    for (let old = findExpired(); old; old = findExpired()) expire(old);
  };
  const findExpired = (): WaitingUpdate | undefined =>
    queue.heads().find((head) => !head.inFlight && head.expiresAtMs < nowMs());

  const pump = (): void => {
    dropExpired();
    if (!isOpen()) return;
    for (const head of ready()) {
      if (inFlight >= settings().maxConnections) break;
      const connection = ramp.take();
      blockedUntilMs = connection.taken ? 0 : connection.askAgainAtMs;
      if (!connection.taken) break;
      void send(head);
    }
    wakeLater();
  };

  return {
    pump,
    isIdle: () => inFlight === 0 && (!isOpen() || blockedUntilMs > nowMs() || ready().length === 0),
    close() {
      closing.abort();
      cancelWake();
    },
  };
}
