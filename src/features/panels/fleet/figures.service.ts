import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Figures } from '../../../platform/figures.ts';
import { readWaiting } from '../queries.ts';
import type { Fleet } from './service.ts';
import type { PanelWatch } from './watch.service.ts';

/** How each panel does, and how much waits for it. */
export function createPanelFigures(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  watch: PanelWatch;
}): Figures {
  const { db, clock, fleet, watch } = parts;
  return {
    what: 'panels',
    everySeconds: 15,
    async read(meter) {
      for (const { id, name: panel, syncedAt } of await fleet.list()) {
        const { waiting, oldestSeconds } = await readWaiting(db, id);
        meter.set('panel_up', watch.isWell(id) ? 1 : 0, { panel });
        meter.set('panel_shut', fleet.shutBecause(id) === undefined ? 0 : 1, { panel });
        meter.set('panel_waiting', waiting, { panel });
        meter.set('panel_waiting_oldest_seconds', oldestSeconds, { panel });
        if (syncedAt === null) continue;
        const ageSeconds = (clock.now().getTime() - syncedAt.getTime()) / 1_000;
        meter.set('panel_synced_age_seconds', ageSeconds, { panel });
      }
    },
  };
}
