import { createAllowance, type Rate } from './allowance.ts';

/** Interactive: somebody waits for it. Bulk: broadcasts, which share one allowance. */
export type Priority = 'interactive' | 'bulk';

/** Telegram's published limits are approximate, so the defaults stay below them. */
export interface PaceLimits {
  /** New messages to one person. */
  person: Rate;
  /** New messages to one group or channel; Telegram allows 20 a minute. */
  group: Rate;
  /** New messages of bulk priority, all chats together; Telegram allows about 30/s. */
  bulk: Rate;
}

export const defaultPace: PaceLimits = {
  person: { perSecond: 1, burst: 3 },
  group: { perSecond: 0.3, burst: 3 },
  bulk: { perSecond: 28, burst: 2 },
};

export interface PacedCall {
  method: string;
  chat: string | undefined;
  priority: Priority;
}

/** Our own brake before Telegram's. Only calls that make a new message count; edits and answers never wait. */
export interface Pace {
  /** Milliseconds this call should wait; changes nothing. */
  delayMs(call: PacedCall): number;
  take(call: PacedCall): void;
}

export function createPace(limits: PaceLimits, nowMs: () => number): Pace {
  const persons = createAllowance(limits.person, nowMs);
  const groups = createAllowance(limits.group, nowMs);
  const bulk = createAllowance(limits.bulk, nowMs);

  const keysOf = (call: PacedCall) => {
    if (call.chat === undefined || !makesMessage(call.method)) return [];
    const own = { allowance: /^\d/.test(call.chat) ? persons : groups, key: call.chat };
    return call.priority === 'bulk' ? [own, { allowance: bulk, key: 'bulk' }] : [own];
  };
  return {
    delayMs: (call) => Math.max(0, ...keysOf(call).map(({ allowance, key }) => allowance.delayMs(key))),
    take: (call) => keysOf(call).forEach(({ allowance, key }) => allowance.take(key)),
  };
}

export const noPace: Pace = { delayMs: () => 0, take: () => {} };

function makesMessage(method: string): boolean {
  return /^(send|copy|forward)/.test(method) && !/^send(ChatAction|\w*Draft$)/.test(method);
}
