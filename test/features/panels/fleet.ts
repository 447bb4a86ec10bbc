import { type FleetBench, type FleetOptions, openFleet } from '../../support/fleet.ts';
import { freshDatabase } from '../../support/postgres.ts';

/** A fleet over a database of its own. */
export async function startFleet(options: FleetOptions = {}): Promise<FleetBench> {
  return await openFleet(await freshDatabase(), options);
}
