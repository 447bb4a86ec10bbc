/** Where the time comes from. An argument everywhere, so that a test or the sandbox can move it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
