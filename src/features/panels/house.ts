import type { ClockWatch } from '../../platform/clock-watch.ts';
import type { Closers } from '../../platform/closers.ts';
import type { HealthCheck } from '../../platform/health.ts';
import type { BesideKit, Kit } from '../../platform/kit.ts';
import type { Neighbours } from '../users/service.ts';
import { panelAlarmNotice } from './desk/notices.ts';
import { createPanelService } from './desk/service.ts';
import { createPanelFigures } from './fleet/figures.service.ts';
import { createFleet, type Fleet, type SettingsPanel } from './fleet/service.ts';
import type { AddressRules } from './hiddify/connector.ts';
import { createPanelWatch } from './fleet/watch.service.ts';
import { createPanelTalk } from './handlers.ts';
import { panelJobs } from './jobs.ts';
import { createAdoptService } from './provisioning/adoption/adopt.service.ts';
import { adoptedNotice } from './provisioning/adoption/notices.ts';
import { createAdoptionService } from './provisioning/adoption/service.ts';
import { createBeginPeriod } from './provisioning/begun.service.ts';
import { createFollow } from './provisioning/follow.service.ts';
import { createCarryHand } from './provisioning/hands/carry.service.ts';
import { createJoinedHands } from './provisioning/hands/joined.service.ts';
import { createHands } from './provisioning/hands/seen.service.ts';
import { createHandDesk } from './provisioning/hands/service.ts';
import { createJoinedAccounts, createJoining } from './provisioning/joined/service.ts';
import { createRemoveLeftover } from './provisioning/moves/leftovers.service.ts';
import { createAccountLooks } from './provisioning/look.service.ts';
import { createMove } from './provisioning/moves/move.service.ts';
import { createMoveService } from './provisioning/moves/service.ts';
import { createPlacing, type Placing } from './provisioning/placing.service.ts';
import { createReapply } from './provisioning/reapply.service.ts';
import { createRecovery } from './provisioning/recovery.service.ts';
import { createProvisioning } from './provisioning/service.ts';
import { createDriftService } from './provisioning/sync/drift.service.ts';
import { createPanelSync } from './provisioning/sync/service.ts';
import { type AccessWords, createAccessTelling } from './provisioning/told.service.ts';

export const panelHouse = {
  createPlaces,
  create: createPanels,
  open: openPanels,
  talk: createPanelTalk,
  jobs: panelJobs,
  notices: [panelAlarmNotice, adoptedNotice],
  checks: ({ panels: { watch } }: { panels: Panels }): HealthCheck[] => [
    { name: 'panel', vital: false, probe: () => watch.demandSome() },
  ],
  figures: ({ panels }: { panels: Panels }) => [panels.figures],
};

export interface PanelNeeds extends Neighbours {
  fleet: Fleet;
  placing: Placing;
  told: AccessWords;
  /** Where panels may stand that admins add. */
  addressRules: AddressRules;
}

/** The house of panels: what keeps them in step with the database, and the desk for them. */
export type Panels = ReturnType<typeof createPanels>;

/** Which panels there are, and who lives where: subscriptions stand on that, and the rest of the house on them. */
function createPlaces(
  kit: Kit,
  needs: Omit<BesideKit<typeof createFleet>, 'hearingOf'> & {
    clockWatch?: Pick<ClockWatch, 'of'> | undefined;
  },
) {
  const { clockWatch } = needs;
  const fleet = createFleet({
    ...kit,
    ...needs,
    // Whoever runs the bot runs them too, perhaps on this very machine: they are no judges.
    hearingOf: clockWatch && ((panel) => clockWatch.of(`panel:${panel}`, { judges: false })),
    tellAdmins: (tx, details) => kit.tellAdmins(tx, (userId) => panelAlarmNotice(userId, details)),
  });
  return { fleet, placing: createPlacing({ ...kit, fleet }), joined: createJoinedAccounts(kit.db, fleet) };
}

function createPanels(kit: Kit, needs: PanelNeeds) {
  const given = { ...kit, ...needs };
  const beginPeriod = createBeginPeriod(given);
  const carry = createCarryHand(given);
  const hands = createHands({ ...given, carry });
  const joinedHands = createJoinedHands({ ...given, carry });
  const base = { ...given, ...createAccessTelling(given), beginPeriod, hands, joinedHands };
  const moves = createMoveService(base);
  const joining = createJoining(base);
  const move = createMove(base);
  const follow = createFollow(base);
  const provisioning = createProvisioning({ ...base, move, follow, join: joining });
  const { resume, recover } = createRecovery({ ...base, provisioning, moves, joining });
  const drift = createDriftService(base);
  const watch = createPanelWatch({ ...base, onRecovered: recover });
  const sync = createPanelSync(base);
  const adopt = createAdoptService(base);
  const care = { ...drift, ...moves, readUsage: sync.ask, resume };
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
    looks: createAccountLooks(base),
    removeLeftover: createRemoveLeftover(base),
    adoption: createAdoptionService({ ...base, adopt }),
    reapply: createReapply(base),
    desk: createPanelService({ ...base, care }),
    figures: createPanelFigures({ ...base, watch }),
  };
}

/** Takes in the panel that the settings describe, and looks after all of them from now on. */
async function openPanels(
  { watch }: Pick<Panels, 'watch'>,
  { fleet, settings }: { fleet: Fleet; settings: SettingsPanel },
  closers: Closers,
): Promise<void> {
  await fleet.bootstrap(settings);
  closers.add('panels', () => fleet.close(), 1_000);
  watch.start();
  closers.add('panel watch', () => watch.stop());
}
