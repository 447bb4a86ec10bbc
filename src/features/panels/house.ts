import type { Closers } from '../../platform/closers.ts';
import type { Transaction } from '../../platform/db.ts';
import type { Kit } from '../../platform/kit.ts';
import type { Notice } from '../../platform/notices.ts';
import type { Audit } from '../audit/service.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { UserService } from '../users/service.ts';
import { createPanelService } from './desk/service.ts';
import { createPanelFigures } from './fleet/figures.service.ts';
import type { Fleet, SettingsPanel } from './fleet/service.ts';
import type { AddressRules } from './hiddify/connector.ts';
import { createPanelWatch } from './fleet/watch.service.ts';
import { createAdoptService } from './provisioning/adoption/adopt.service.ts';
import { createAdoptionService } from './provisioning/adoption/service.ts';
import { createBeginPeriod } from './provisioning/begun.service.ts';
import { createFollow } from './provisioning/follow.service.ts';
import { joinJob, leftoverJob, provisionJob } from './provisioning/jobs.ts';
import { createJoining } from './provisioning/joined/service.ts';
import { createRemoveLeftover } from './provisioning/moves/leftovers.service.ts';
import { createMove } from './provisioning/moves/move.service.ts';
import { createMoveService } from './provisioning/moves/service.ts';
import type { Placing } from './provisioning/placing.service.ts';
import { createReapply } from './provisioning/reapply.service.ts';
import { createProvisioning } from './provisioning/service.ts';
import { createDriftService } from './provisioning/sync/drift.service.ts';
import { createCarryHand } from './provisioning/hands/carry.service.ts';
import { createJoinedHands } from './provisioning/hands/joined.service.ts';
import { createHands } from './provisioning/hands/seen.service.ts';
import { createHandDesk } from './provisioning/hands/service.ts';
import { createPanelSync } from './provisioning/sync/service.ts';

const hourMs = 60 * 60_000;

type PlainNotice = (userId: number, details: Record<string, never>) => Notice;

export interface PanelNeeds {
  audit: Audit;
  users: UserService;
  subscriptions: SubscriptionService;
  fleet: Fleet;
  placing: Placing;
  /** What people are told of their access when a panel holds it. */
  told: {
    ready: (userId: number, waited: { hours?: number }) => Notice;
    moved: PlainNotice;
    relinked: PlainNotice;
  };
  /** Where panels may stand that admins add. */
  addressRules: AddressRules;
}

/** The house of panels: what keeps them in step with the database, and the desk for them. */
export type Panels = ReturnType<typeof createPanels>;

export function createPanels(kit: Kit, needs: PanelNeeds) {
  const base = { ...kit, ...needs };
  const { queue, logger, tell } = kit;
  const { told } = needs;
  const telling = (notice: PlainNotice) => (tx: Transaction, userId: number) => tell(tx, notice(userId, {}));
  const beginPeriod = createBeginPeriod(base);
  const onReady = async (tx: Transaction, userId: number, waitedMs: number) =>
    await tell(tx, told.ready(userId, waitedMs < hourMs ? {} : { hours: Math.floor(waitedMs / hourMs) }));
  const carry = createCarryHand(base);
  const hands = createHands({ ...base, carry });
  const joinedHands = createJoinedHands({ ...base, carry });
  const moves = createMoveService(base);
  const joining = createJoining({ ...base, joinedHands });
  const provisioning = createProvisioning({
    ...base,
    move: createMove({ ...base, hands, joinedHands, beginPeriod, onReady, onMoved: telling(told.moved) }),
    follow: createFollow({
      ...base,
      beginPeriod,
      hands,
      joinedHands,
      onReady,
      onRelinked: telling(told.relinked),
    }),
    join: joining,
  });
  const drift = createDriftService(base);
  const watch = createPanelWatch({
    ...base,
    onRecovered: recover,
    onFault: (error) => logger.warn({ err: error }, 'the panels could not be looked at'),
  });
  const sync = createPanelSync({ ...base, hands, joinedHands });
  const adopt = createAdoptService(base);
  const care = { ...drift, ...moves, readUsage: sync.ask, resume: release };
  return {
    provisioning,
    joining,
    moves,
    drift,
    watch,
    sync,
    adopt,
    hands,
    handDesk: createHandDesk(base),
    removeLeftover: createRemoveLeftover(base),
    adoption: createAdoptionService({ ...base, adopt }),
    reapply: createReapply(base),
    desk: createPanelService({ ...base, care }),
    figures: createPanelFigures({ ...base, watch }),
  };

  async function release(panelId: number): Promise<void> {
    await provisioning.release(panelId);
    await moves.release(panelId);
  }

  /** What was tried while the panel was away need not wait out its pause. */
  async function recover(panelId: number): Promise<void> {
    await release(panelId);
    await queue.hurry(provisionJob);
    await joining.ask();
    await queue.hurry(leftoverJob);
    await queue.hurry(joinJob);
  }
}

/** Takes in the panel that the settings describe, and looks after all of them from now on. */
export async function openPanels(
  { watch }: Pick<Panels, 'watch'>,
  { fleet, settings }: { fleet: Fleet; settings: SettingsPanel },
  closers: Closers,
): Promise<void> {
  await fleet.bootstrap(settings);
  closers.add('panels', () => fleet.close(), 1_000);
  watch.start();
  closers.add('panel watch', () => watch.stop());
}
