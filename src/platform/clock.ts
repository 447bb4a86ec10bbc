/** The clock that the time comes from. An argument everywhere, so that a test or the sandbox can move it. */
export interface Clock {
  now(): Date;
}

let aheadMs = 0;

/** The machine's time, or ahead of it by what `putAhead` was told. */
export const systemClock: Clock = { now: () => new Date(Date.now() + aheadMs) };

/** The machine's time as it is, wherever the product's is: what a time service sets. */
export const machineClock: Clock = { now: () => new Date() };

/** Puts this process's `systemClock` so many milliseconds ahead: how the sandbox shows what a month brings. */
export function putAhead(ms: number): void {
  aheadMs = ms;
}
