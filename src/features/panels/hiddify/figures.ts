import type { PanelServerStatus } from './answers.ts';

/** The figures kept of a look at the machine under a panel; null where the panel does not say. */
export interface PanelFigures {
  cpuPercent: number | null;
  ramPercent: number | null;
  diskPercent: number | null;
  onlineUsers: number | null;
}

/** Boils a status down to the numbers an operator looks at. */
export function readFigures(status: PanelServerStatus): PanelFigures {
  return {
    cpuPercent: status.cpuPercent ?? null,
    ramPercent: share(status.ramUsedGib, status.ramTotalGib),
    diskPercent: share(status.diskUsedGib, status.diskTotalGib),
    onlineUsers: status.history['m5']?.online ?? null,
  };
}

function share(used: number | undefined, total: number | undefined): number | null {
  if (used === undefined || total === undefined || total <= 0) return null;
  return Math.round((used / total) * 100);
}
