import { badRequest } from '../api/api-error.ts';
import type { Judge } from '../api/judge.ts';
import type { StandInClock } from '../../kit/clock.ts';
import type { Events } from '../events.ts';

/** A tap must be answered within this time of the tap; afterwards its id is worth nothing. */
const answerWithinMs = 15_000;

export interface CallbackAnswer {
  text?: string;
  showAlert: boolean;
  url?: string;
}

interface Tap {
  personId: number;
  messageId: number;
  /** Milliseconds since the epoch. */
  expiresAtMs: number;
  state: 'waiting' | 'answered' | 'expired';
  delivered: boolean;
  answer?: CallbackAnswer;
  cancelExpiry: () => void;
}

export interface CallbackBook {
  add(tap: { id: string; personId: number; messageId: number }): void;
  /** The client has acknowledged the update that carried this tap. */
  markDelivered(id: string): void;
  /** Answers a tap once; 400 when it is unknown, answered already or too old. */
  answer(id: string, answer: CallbackAnswer): void;
  find(id: string): Pick<Tap, 'state' | 'answer'> | undefined;
  /** Taps that still wait for their answer. */
  snapshot(): SavedTap[];
  restore(saved: readonly SavedTap[]): void;
  clear(): void;
}

export interface SavedTap extends Pick<Tap, 'personId' | 'messageId' | 'expiresAtMs' | 'delivered'> {
  id: string;
}

/** Keeps taps on inline buttons until they are answered or fifteen seconds old. */
export function createCallbackBook(world: {
  clock: StandInClock;
  events: Events;
  judge: Judge;
}): CallbackBook {
  const taps = new Map<string, Tap>();
  const expire = (id: string, tap: Tap): void => {
    if (tap.state !== 'waiting') return;
    tap.state = 'expired';
    const { personId, messageId } = tap;
    if (tap.delivered)
      world.judge.record({
        rule: 'callback-unanswered',
        detail: `a tap on message ${messageId} was not answered`,
        personId,
      });
    world.events.emit('callback', { personId, callbackId: id, messageId, state: 'expired' });
  };
  const nowMs = (): number => world.clock.now().getTime();
  const keep = ({ id, ...saved }: SavedTap): void => {
    const tap: Tap = { ...saved, state: 'waiting', cancelExpiry: () => {} };
    taps.set(id, tap);
    tap.cancelExpiry = world.clock.setTimer(saved.expiresAtMs - nowMs(), () => expire(id, tap));
  };
  return {
    add: (tap) => keep({ ...tap, expiresAtMs: nowMs() + answerWithinMs, delivered: false }),
    markDelivered(id) {
      const tap = taps.get(id);
      if (tap) tap.delivered = true;
    },
    answer(id, answer) {
      const tap = taps.get(id);
      if (tap?.state !== 'waiting')
        throw badRequest('query is too old and response timeout expired or query ID is invalid');
      tap.state = 'answered';
      tap.answer = answer;
      tap.cancelExpiry();
      const { personId, messageId } = tap;
      world.events.emit('callback', { personId, callbackId: id, messageId, state: 'answered', ...answer });
    },
    find: (id) => taps.get(id),
    snapshot: () =>
      [...taps].flatMap(([id, { personId, messageId, expiresAtMs, delivered, state }]) =>
        state === 'waiting' ? [{ id, personId, messageId, expiresAtMs, delivered }] : [],
      ),
    restore(saved) {
      for (const tap of saved) if (tap.expiresAtMs > nowMs()) keep(tap);
    },
    clear() {
      for (const tap of taps.values()) tap.cancelExpiry();
      taps.clear();
    },
  };
}
