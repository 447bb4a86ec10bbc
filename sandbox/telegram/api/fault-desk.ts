import { createFaultBoard } from '../../kit/fault-board.ts';
import type { Faults } from '../control-types.ts';
import type { Events } from '../events.ts';
import type { FaultScript, FaultSwitches } from '../world-types.ts';
import type { JudgedCall } from './judge.ts';

export type Strike = Pick<FaultScript, 'kind' | 'retryAfterSeconds' | 'slowMs'>;

export interface FaultDesk extends FaultSwitches {
  /** Takes the next fault for this call; each scripted one strikes its number of times. */
  strike(call: JudgedCall): Strike | undefined;
  /** Extra time before every call. */
  slowMs(): number;
}

const noFaults: Faults = {
  telegram401: false,
  telegram429: { active: false, retryAfterSeconds: 5 },
  telegram5xx: false,
  telegramSlowMs: 0,
  telegramCut: false,
  duplicateUpdates: 0,
  reorderUpdates: false,
};

function standingStrike(faults: Faults): Strike | undefined {
  if (faults.telegram429.active)
    return { kind: '429', retryAfterSeconds: faults.telegram429.retryAfterSeconds };
  if (faults.telegram5xx) return { kind: '5xx' };
  return faults.telegramCut ? { kind: 'cut-after' } : undefined;
}

/** Keeps the faults somebody asked for: standing switches and scripts that strike a number of calls. */
export function createFaultDesk({ events }: { events: Events }): FaultDesk {
  const board = createFaultBoard<Faults, FaultScript>(noFaults, (faults) =>
    events.emit('faults', { faults }),
  );
  const fits = (script: FaultScript, call: JudgedCall): boolean =>
    (script.method === undefined || script.method.toLowerCase() === call.method.toLowerCase()) &&
    (script.chatId === undefined || script.chatId === call.chatId);
  return {
    script: board.script,
    set: board.set,
    current: board.current,
    clear: board.clear,
    slowMs: () => board.current().telegramSlowMs,
    strike: (call) => board.strike((script) => fits(script, call)) ?? standingStrike(board.current()),
  };
}
