import { z } from 'zod';
import type { JobDefinition } from '../../../platform/queue.ts';

/** Make the panel hold what the person is entitled to. Tried for days: what was granted is owed. */
export const provisionJob = {
  name: 'provision',
  schema: z.object({
    userId: z.number().int(),
    /** Look at the panel even where it is known to have followed, or write everything once more there. */
    recheck: z.enum(['read', 'write']).optional(),
  }),
  retry: { limit: 5_000, delaySeconds: 2, maxDelaySeconds: 60 },
  concurrency: 8,
  oneOfEachGroup: true,
  deadLetter: true,
} as const satisfies JobDefinition;

const ofPanel = z.object({ panelId: z.number().int() });

export type ProvisionWork = z.infer<typeof provisionJob.schema>;

/** Takes over what one panel says of everybody on it. */
export const syncJob = {
  name: 'panel-sync',
  schema: ofPanel,
  retry: { limit: 2, delaySeconds: 5, maxDelaySeconds: 30 },
  concurrency: 4,
  deadLetter: false,
} as const satisfies JobDefinition;

/** Take over every account of a panel that carries the Telegram id of somebody known here. */
export const adoptJob = {
  name: 'adopt',
  schema: ofPanel.extend({ askedBy: z.number().int() }),
  retry: { limit: 30, delaySeconds: 5, maxDelaySeconds: 60 },
  concurrency: 1,
  deadLetter: true,
} as const satisfies JobDefinition;

/** Has a panel tell its slower cores of a burst of changes that they may have missed. */
export const reapplyJob = {
  name: 'panel-settle',
  schema: ofPanel,
  retry: { limit: 0, delaySeconds: 0, maxDelaySeconds: 0 },
  concurrency: 2,
  deadLetter: false,
} as const satisfies JobDefinition;

/** Ask for everybody who waits to leave a panel. */
export const moveOutJob = {
  name: 'move-out',
  schema: ofPanel,
  retry: { limit: 20, delaySeconds: 2, maxDelaySeconds: 60 },
  concurrency: 1,
  deadLetter: false,
} as const satisfies JobDefinition;

/** Take an account off a panel that its owner has left. */
export const leftoverJob = {
  name: 'leftover',
  schema: z.object({ leftoverId: z.number().int() }),
  retry: { limit: 5_000, delaySeconds: 2, maxDelaySeconds: 60 },
  concurrency: 2,
  oneOfEachGroup: true,
  deadLetter: false,
} as const satisfies JobDefinition;

/** Make a joined panel hold, or lose, somebody's account beside the one where they live. */
export const joinJob = {
  name: 'join',
  schema: z.object({ userId: z.number().int(), panelId: z.number().int() }),
  retry: { limit: 5_000, delaySeconds: 2, maxDelaySeconds: 60 },
  concurrency: 4,
  oneOfEachGroup: true,
  deadLetter: false,
} as const satisfies JobDefinition;

export type JoinWork = z.infer<typeof joinJob.schema>;

export function joinKey({ userId, panelId }: JoinWork): { key: string; singleton: true; group: string } {
  return { key: `user ${userId} panel ${panelId}`, singleton: true, group: panelKey(panelId) };
}

export function leftoverKey(id: number, panelId: number): { key: string; singleton: true; group: string } {
  return { key: `leftover ${id}`, singleton: true, group: panelKey(panelId) };
}

/** One waiting job a person is enough: it reads what is wanted when it runs. Two never run at once. */
export function jobKey(
  userId: number,
  panelId: number | null,
): { key: string; singleton: true; group: string } {
  return { key: `user ${userId}`, singleton: true, group: panelKey(panelId) };
}

/** One waiting job a panel is enough. */
export function panelJobKey(panelId: number): { key: string; singleton: true } {
  return { key: panelKey(panelId), singleton: true };
}

function panelKey(panelId: number | null): string {
  return panelId === null ? 'no panel' : `panel ${panelId}`;
}
