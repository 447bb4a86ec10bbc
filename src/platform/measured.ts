import type { Clock } from './clock.ts';

/** One exchange with another service, as it is counted. */
export interface MeasuredRequest {
  operation: string;
  /** `ok`, or the class of the failure. */
  outcome: string;
  seconds: number;
}

export interface Measuring {
  clock: Clock;
  onRequest?: ((request: MeasuredRequest) => void) | undefined;
  /** The class of a failure; `fault` for what is none of the service's. */
  classOf: (error: unknown) => string;
}

/** Does it, and reports what it came to and how long it took. */
export async function measured<Result>(
  { clock, onRequest, classOf }: Measuring,
  operation: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const startedAt = clock.now().getTime();
  const report = (outcome: string) =>
    onRequest?.({ operation, outcome, seconds: (clock.now().getTime() - startedAt) / 1000 });
  try {
    const result = await run();
    report('ok');
    return result;
  } catch (error) {
    report(classOf(error));
    throw error;
  }
}
