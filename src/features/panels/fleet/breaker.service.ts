import type { Clock } from '../../../platform/clock.ts';
import { PanelError, type PanelErrorClass } from '../hiddify/panel-error.ts';

/** The breaker that keeps a panel that does not answer from being asked by everybody. Lives in this process alone. */
export interface Breaker {
  /** Whether calls may go to the panel now. */
  admits(panelId: number): boolean;
  /** Whether it is time to ask a panel that is shut off, or under suspicion, whether it is back. */
  isProbeDue(panelId: number): boolean;
  succeeded(panelId: number): void;
  /** Counts a failure of work on `subject`; answers `opened` when this one shut the panel off. */
  failed(panelId: number, error: PanelError, subject?: string): 'opened' | 'counted' | 'ignored';
  /** A probe went well: work may go on. Answers whether anything had failed since the last success. */
  recovered(panelId: number): boolean;
  /** Why it is shut off; undefined while it is not. */
  reason(panelId: number): PanelErrorClass | undefined;
}

interface State {
  failures: number;
  lastSubject: string | undefined;
  reason: PanelErrorClass | undefined;
  probes: number;
  probeAt: number;
}

const threshold = 5;
const firstProbeMs = 2_000;
const longestProbeMs = 30_000;

/**
 * Opens after five failures in a row, or at once for what only the operator can mend; then asks the panel after 2 s,
 * 4 s … never more than 30 s apart.
 */
export function createBreaker(clock: Clock): Breaker {
  const states = new Map<number, State>();

  function stateOf(panelId: number): State {
    const known = states.get(panelId);
    if (known !== undefined) return known;
    const fresh: State = { failures: 0, lastSubject: undefined, reason: undefined, probes: 0, probeAt: 0 };
    states.set(panelId, fresh);
    return fresh;
  }

  function postponeProbe(state: State): void {
    const pauseMs = Math.min(firstProbeMs * 2 ** state.probes, longestProbeMs);
    state.probes += 1;
    state.probeAt = clock.now().getTime() + pauseMs;
  }

  function failed(panelId: number, error: PanelError, subject?: string): 'opened' | 'counted' | 'ignored' {
    const state = stateOf(panelId);
    if (state.reason !== undefined) {
      if (subject === undefined) postponeProbe(state);
      return 'counted';
    }
    if (!isPanelsFault(error) || isOnesOwn(error, state, subject)) return 'ignored';
    state.failures += 1;
    state.lastSubject = subject;
    if (error.advice !== 'operator' && state.failures < threshold) return 'counted';
    state.reason = error.class;
    postponeProbe(state);
    return 'opened';
  }

  function recovered(panelId: number): boolean {
    const state = stateOf(panelId);
    const wasSuspect = state.reason !== undefined || state.failures > 0;
    state.reason = undefined;
    // Probes may succeed where work does not: their pauses go on growing until some work has.
    state.failures = 0;
    return wasSuspect;
  }

  return {
    admits: (panelId) => stateOf(panelId).reason === undefined,
    isProbeDue: (panelId) => {
      const state = stateOf(panelId);
      const isSuspect = state.reason !== undefined || state.failures > 0;
      return isSuspect && state.probeAt <= clock.now().getTime();
    },
    succeeded: (panelId) => void states.delete(panelId),
    failed,
    recovered,
    reason: (panelId) => stateOf(panelId).reason,
  };
}

/** A refusal about one account, or values that one account does not keep, says nothing about the panel. */
function isPanelsFault(error: PanelError): boolean {
  if (error.advice === 'operator') return true;
  return error.class === 'transient' && error.operation !== 'hold user';
}

/** A row that makes the panel stumble (500) fails again and again, for one person alone. */
function isOnesOwn(error: PanelError, state: State, subject: string | undefined): boolean {
  return error.status === 500 && subject !== undefined && subject === state.lastSubject;
}
