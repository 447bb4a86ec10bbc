import type { StandInClock } from '../../kit/clock.ts';
import type { ApiCall } from '../control-types.ts';
import type { Events } from '../events.ts';
import { createGrowingLog } from '../../kit/growing-log.ts';
import { Upload } from './read-request.ts';

export interface CallLog {
  readonly calls: readonly ApiCall[];
  add(call: Omit<ApiCall, 'id' | 'at'>): void;
  last(count: number): ApiCall[];
  clear(): void;
}

/** Files show as their name and size. */
export const printablePayload = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value instanceof Upload ? { file: value.name, bytes: value.bytes.length } : value,
    ]),
  );

/** Remembers every call of the Bot API with its answer. */
export function createCallLog({ clock, events }: { clock: StandInClock; events: Events }): CallLog {
  const log = createGrowingLog<ApiCall>();
  let nextId = 1;
  return {
    calls: log.entries,
    add(call) {
      const entry: ApiCall = { id: nextId++, at: clock.now().toISOString(), ...call };
      log.add(entry);
      events.emit('call', { call: entry });
    },
    last: (count) => log.last(count),
    clear: () => log.clear(),
  };
}
