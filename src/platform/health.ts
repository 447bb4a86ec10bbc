import type { Clock } from './clock.ts';
import type { Closers } from './closers.ts';
import type { Logger } from './logger.ts';

export type HealthState = 'pass' | 'warn' | 'fail';

/** One thing to look at. A failing `vital` check takes the process out of traffic, any other is a warning. */
export interface HealthCheck {
  name: string;
  vital: boolean;
  /** Resolves when all is well, throws when not. */
  probe: (signal: AbortSignal) => Promise<unknown>;
}

export interface Health {
  start(): void;
  stop(): void;
  /** From now on the process is not ready, whatever the checks say. */
  drain(): void;
  /** What the last look found; costs nothing. */
  state(): HealthState;
  ready(): boolean;
  /** Name and state of each check, for operators; never shown to the public. */
  details(): { name: string; ok: boolean; at: Date | undefined }[];
  /** Looks now. */
  look(): Promise<void>;
}

const everyMs = 5_000;
const probeMs = 1_000;

/**
 * Looks in the background and answers from memory, so that probes can neither load nor hang the database. A probe
 * that hangs is not started again beside itself. `onChange` is told of every check that begins or ceases to be well.
 */
function createHealth(
  checks: readonly HealthCheck[],
  clock: Clock,
  onChange: (name: string, ok: boolean) => void = () => {},
): Health {
  const seen = new Map<string, { ok: boolean; at: Date }>();
  const running = new Map<string, Promise<unknown>>();
  let draining = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    await Promise.all(checks.map(lookAt));
  }

  async function lookAt(check: HealthCheck): Promise<void> {
    const { name } = check;
    const ok = await answersInTime(check);
    const before = seen.get(name);
    seen.set(name, { ok, at: clock.now() });
    if (before !== undefined && before.ok !== ok) onChange(name, ok);
  }

  async function answersInTime({ name, probe }: HealthCheck): Promise<boolean> {
    const signal = AbortSignal.timeout(probeMs);
    const tooLate = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
    const looking = running.get(name) ?? probe(signal).finally(() => running.delete(name));
    running.set(name, looking);
    return await Promise.race([looking, tooLate]).then(
      () => true,
      () => false,
    );
  }

  function start(): void {
    timer = setInterval(() => void look(), everyMs);
    timer.unref();
  }

  const isWell = (check: HealthCheck) => seen.get(check.name)?.ok === true;
  const ready = () => !draining && checks.filter((check) => check.vital).every(isWell);

  return {
    start,
    stop: () => clearInterval(timer),
    drain: () => {
      draining = true;
    },
    state: () => (!ready() ? 'fail' : checks.every(isWell) ? 'pass' : 'warn'),
    ready,
    details: () =>
      checks.map(({ name }) => ({ name, ok: seen.get(name)?.ok === true, at: seen.get(name)?.at })),
    look,
  };
}

/** Looks once, and from then on in the background until the process ends. */
export async function watchHealth(
  checks: readonly HealthCheck[],
  { clock, logger }: { clock: Clock; logger: Pick<Logger, 'info'> },
  closers: Closers,
): Promise<Health> {
  const health = createHealth(checks, clock, (name, ok) =>
    logger.info({ check: name, ok }, 'a health check changed'),
  );
  await health.look();
  health.start();
  closers.add('health', () => health.stop());
  return health;
}
