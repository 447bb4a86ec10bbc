import type { StandInClock } from '../../kit/clock.ts';
import { kindOf, personIdOf, queueKeyOf, secondsToLiveOf } from './update-kinds.ts';

export interface WaitingUpdate {
  updateId: number;
  kind: string;
  personId: number | undefined;
  queueKey: number;
  body: string;
  update: object;
  expiresAtMs: number;
  attempts: number;
  /** Not before this time. */
  dueAtMs: number;
  /** The last pause between attempts; doubles. */
  pauseSeconds: number;
  inFlight: boolean;
  /** Deliveries still to be made although one succeeded. */
  repeats: number;
}

export interface UpdateQueue {
  /** `expiresAtMs` is given for an update that has waited before. */
  add(updateId: number, update: object, expiresAtMs?: number): WaitingUpdate;
  remove(waiting: WaitingUpdate): void;
  /** The first update of every queue, in order of arrival. */
  heads(): WaitingUpdate[];
  /** Everything waiting, by update id. */
  all(): WaitingUpdate[];
  size(): number;
  clear(): void;
}

/** Keeps updates until they are delivered: one first-in-first-out line for each queue key. */
export function createUpdateQueue({ clock }: { clock: StandInClock }): UpdateQueue {
  const lines = new Map<number, WaitingUpdate[]>();
  const create = (updateId: number, update: object, expiresAtMs?: number): WaitingUpdate => {
    const nowMs = clock.now().getTime();
    const kind = kindOf(update);
    return {
      updateId,
      kind,
      update,
      personId: personIdOf(update),
      queueKey: queueKeyOf(update),
      body: JSON.stringify({ update_id: updateId, ...update }),
      expiresAtMs: expiresAtMs ?? nowMs + secondsToLiveOf(kind) * 1000,
      attempts: 0,
      dueAtMs: nowMs,
      pauseSeconds: 1,
      inFlight: false,
      repeats: 0,
    };
  };
  const lineOf = (waiting: WaitingUpdate): WaitingUpdate[] => {
    const line = lines.get(waiting.queueKey) ?? [];
    lines.set(waiting.queueKey, line);
    return line;
  };
  return {
    add(updateId, update, expiresAtMs) {
      const waiting = create(updateId, update, expiresAtMs);
      lineOf(waiting).push(waiting);
      return waiting;
    },
    remove(waiting) {
      const line = lineOf(waiting).filter((other) => other !== waiting);
      if (line.length > 0) lines.set(waiting.queueKey, line);
      else lines.delete(waiting.queueKey);
    },
    heads: () => [...lines.values()].flatMap((line) => line.slice(0, 1)),
    all: () => [...lines.values()].flat().sort((a, b) => a.updateId - b.updateId),
    size: () => [...lines.values()].reduce((sum, line) => sum + line.length, 0),
    clear: () => {
      lines.clear();
    },
  };
}
