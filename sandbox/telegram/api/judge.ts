import type { Violation } from '../control-types.ts';
import type { StandInClock } from '../../kit/clock.ts';
import type { Events } from '../events.ts';
import { createGrowingLog } from '../../kit/growing-log.ts';

export interface JudgedCall {
  method: string;
  chatId?: number;
}

export interface Judge {
  readonly violations: readonly Violation[];
  record(violation: Omit<Violation, 'at'>): void;
  /** Looks at a call before it is carried out. */
  see(call: JudgedCall): void;
  /** The client was told to wait before the next call of this kind to this chat. */
  forbidUntil(call: JudgedCall, retryAfterSeconds: number): void;
  clear(): void;
}

const messagesPerSecond = 30;

const isSending = (method: string): boolean =>
  /^(?:send(?!ChatAction)|copyMessage|forwardMessage)/.test(method);

/** Without a chat, the method itself is what has to wait. */
const windowKey = ({ method, chatId }: JudgedCall): string =>
  chatId === undefined ? method : String(chatId);

/** Watches the client of the Bot API and records what it must not do. It never changes an answer. */
export function createJudge({ clock, events }: { clock: StandInClock; events: Events }): Judge {
  const log = createGrowingLog<Violation>();
  const forbiddenUntilMs = new Map<string, number>();
  let sentAtMs: number[] = [];
  const record: Judge['record'] = (violation) => {
    const entry: Violation = { at: clock.now().toISOString(), ...violation };
    log.add(entry);
    events.emit('violation', { violation: entry });
  };
  const watchRate = (call: JudgedCall, nowMs: number): void => {
    if (!isSending(call.method)) return;
    sentAtMs = [...sentAtMs.filter((at) => at > nowMs - 1000), nowMs];
    if (sentAtMs.length !== messagesPerSecond + 1) return;
    record({
      rule: 'over-30-messages-per-second',
      detail: 'more than 30 messages within one second',
      method: call.method,
    });
  };
  return {
    violations: log.entries,
    record,
    see(call) {
      const nowMs = clock.now().getTime();
      const untilMs = forbiddenUntilMs.get(windowKey(call)) ?? 0;
      if (nowMs < untilMs) {
        const detail = `${call.method} came ${Math.ceil((untilMs - nowMs) / 1000)} s before retry_after was over`;
        const person = call.chatId === undefined ? {} : { personId: call.chatId };
        record({ rule: 'call-inside-retry-after', detail, method: call.method, ...person });
      }
      watchRate(call, nowMs);
    },
    forbidUntil(call, retryAfterSeconds) {
      forbiddenUntilMs.set(windowKey(call), clock.now().getTime() + retryAfterSeconds * 1000);
    },
    clear() {
      log.clear();
      forbiddenUntilMs.clear();
      sentAtMs = [];
    },
  };
}
