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

const noFaults = (): Faults => ({
  telegram429: { active: false, retryAfterSeconds: 5 },
  telegram5xx: false,
  telegramSlowMs: 0,
  telegramCut: false,
  duplicateUpdates: 0,
  reorderUpdates: false,
});

function standingStrike(faults: Faults): Strike | undefined {
  if (faults.telegram429.active)
    return { kind: '429', retryAfterSeconds: faults.telegram429.retryAfterSeconds };
  if (faults.telegram5xx) return { kind: '5xx' };
  return faults.telegramCut ? { kind: 'cut-after' } : undefined;
}

/** Keeps the faults somebody asked for: standing switches and scripts that strike a number of calls. */
export function createFaultDesk({ events }: { events: Events }): FaultDesk {
  let faults = noFaults();
  let scripts: FaultScript[] = [];
  const fits = (script: FaultScript, call: JudgedCall): boolean =>
    (script.method === undefined || script.method.toLowerCase() === call.method.toLowerCase()) &&
    (script.chatId === undefined || script.chatId === call.chatId);
  const announce = (): void => events.emit('faults', { faults: structuredClone(faults) });
  return {
    script: (fault) => void scripts.push({ ...fault }),
    set(changes) {
      faults = { ...faults, ...changes };
      announce();
      return structuredClone(faults);
    },
    current: () => structuredClone(faults),
    clear() {
      faults = noFaults();
      scripts = [];
      announce();
    },
    slowMs: () => faults.telegramSlowMs,
    strike(call) {
      const script = scripts.find((candidate) => fits(candidate, call));
      if (!script) return standingStrike(faults);
      script.times--;
      scripts = scripts.filter((candidate) => candidate.times > 0);
      return script;
    },
  };
}
