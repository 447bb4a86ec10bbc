import { afterAll, expect, it } from 'vitest';
import { seeds } from '../support/random.ts';
import { type Run, simulate, tell } from './simulation.ts';

const runs: Run[] = [];
const sum = (what: 'powerCuts' | 'paid' | 'refunded' | 'disputed') =>
  runs.reduce((total, run) => total + run[what], 0);
afterAll(() => {
  process.stdout.write(
    `${runs.length} shops: ${sum('paid')} payments, ${sum('refunded')} given back, ${sum('disputed')} disputed, ` +
      `${sum('powerCuts')} power cuts, ${runs.filter(({ faults }) => faults.length > 0).length} with something wrong\n`,
  );
});

it.for(seeds(12))(
  'a shop cut off at random moments neither loses, doubles nor mismatches money (seed %i)',
  async (seed) => {
    const run = await simulate(seed);
    runs.push(run);
    if (run.faults.length > 0) process.stdout.write(`${tell(run, run.faults.join('; '))}\n`);
    expect(run.faults).toEqual([]);
  },
);
