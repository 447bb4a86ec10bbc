import { z } from 'zod';
import { defineJob, type PayloadOf } from '../../../platform/queue/job.ts';

const id = z.number().int();
const patiently = { limit: 5_000, delaySeconds: 2, maxDelaySeconds: 60 };

/**
 * Make the panel hold what the person is entitled to. Tried for days: what was granted is owed. One waiting job a
 * person is enough: it reads what is wanted when it runs. In the group of the panel where it will work.
 */
export const provisionJob = defineJob({
  name: 'provision',
  schema: z.object({
    userId: id,
    /** Look at the panel even where it is known to have followed, or write everything once more there. */
    recheck: z.enum(['read', 'write']).optional(),
  }),
  retry: patiently,
  concurrency: 8,
  key: ({ userId }) => `user ${userId}`,
  isCoalesced: true,
  group: (_work, panelId: number | null) => panelKey(panelId),
  deadLetter: true,
});

export type ProvisionWork = PayloadOf<typeof provisionJob>;

const ofPanel = z.object({ panelId: id });

/** One waiting job a panel is enough. */
const oncePerPanel = {
  key: ({ panelId }: z.infer<typeof ofPanel>) => panelKey(panelId),
  isCoalesced: true,
};

/** Takes over what one panel says of everybody on it. */
export const syncJob = defineJob({
  name: 'panel-sync',
  schema: ofPanel,
  retry: { limit: 2, delaySeconds: 5, maxDelaySeconds: 30 },
  concurrency: 4,
  ...oncePerPanel,
  deadLetter: false,
});

/** Take over every account of a panel that carries the Telegram id of somebody known here. */
export const adoptJob = defineJob({
  name: 'adopt',
  schema: ofPanel.extend({ askedBy: id }),
  retry: { limit: 30, delaySeconds: 5, maxDelaySeconds: 60 },
  concurrency: 1,
  ...oncePerPanel,
  deadLetter: true,
});

/** Has a panel tell its slower cores of a burst of changes that they may have missed. */
export const reapplyJob = defineJob({
  name: 'panel-settle',
  schema: ofPanel,
  retry: { limit: 0, delaySeconds: 0, maxDelaySeconds: 0 },
  concurrency: 2,
  ...oncePerPanel,
  deadLetter: false,
});

/** Ask for everybody who waits to leave a panel. */
export const moveOutJob = defineJob({
  name: 'move-out',
  schema: ofPanel,
  retry: { limit: 20, delaySeconds: 2, maxDelaySeconds: 60 },
  concurrency: 1,
  ...oncePerPanel,
  deadLetter: false,
});

/** Take an account off a panel that its owner has left. */
export const leftoverJob = defineJob({
  name: 'leftover',
  schema: z.object({ leftoverId: id }),
  retry: patiently,
  concurrency: 2,
  key: ({ leftoverId }) => `leftover ${leftoverId}`,
  isCoalesced: true,
  group: (_work, panelId: number) => panelKey(panelId),
  deadLetter: false,
});

/** Make a joined panel hold, or lose, somebody's account beside the one where they live. */
export const joinJob = defineJob({
  name: 'join',
  schema: z.object({ userId: id, panelId: id }),
  retry: patiently,
  concurrency: 4,
  key: ({ userId, panelId }) => `user ${userId} panel ${panelId}`,
  isCoalesced: true,
  group: ({ panelId }) => panelKey(panelId),
  deadLetter: false,
});

export type JoinWork = PayloadOf<typeof joinJob>;

function panelKey(panelId: number | null): string {
  return panelId === null ? 'no panel' : `panel ${panelId}`;
}
