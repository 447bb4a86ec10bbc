import type { Queue } from '../../../platform/queue.ts';
import { joinJob, leftoverJob, provisionJob } from './jobs.ts';
import type { Joining } from './joined/service.ts';
import type { MoveService } from './moves/service.ts';
import type { Provisioning } from './service.ts';

/** The work that waits for a panel, taken up again. */
export interface Recovery {
  /** An admin has it go on: what was given up for this panel is tried again. */
  resume(panelId: number): Promise<void>;
  /** The panel answers again: what was tried while it was away need not wait out its pause. */
  recover(panelId: number): Promise<void>;
}

export function createRecovery(parts: {
  queue: Pick<Queue, 'hurry'>;
  provisioning: Pick<Provisioning, 'release'>;
  moves: Pick<MoveService, 'release'>;
  joining: Pick<Joining, 'ask'>;
}): Recovery {
  const { queue, provisioning, moves, joining } = parts;
  return { resume, recover };

  async function resume(panelId: number): Promise<void> {
    await provisioning.release(panelId);
    await moves.release(panelId);
  }

  async function recover(panelId: number): Promise<void> {
    await resume(panelId);
    await queue.hurry(provisionJob);
    await joining.ask();
    await queue.hurry(leftoverJob);
    await queue.hurry(joinJob);
  }
}
