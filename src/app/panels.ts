import { createPanelService, type PanelService } from '../features/panels/desk/service.ts';
import { createPanelWatch, type PanelWatch } from '../features/panels/fleet/watch.service.ts';
import { readWaiting, updatePanel } from '../features/panels/queries.ts';
import {
  type AdoptService,
  createAdoptService,
} from '../features/panels/provisioning/adoption/adopt.service.ts';
import {
  type AdoptionService,
  createAdoptionService,
} from '../features/panels/provisioning/adoption/service.ts';
import { createDriftService, type DriftService } from '../features/panels/provisioning/sync/drift.service.ts';
import { joinJob, leftoverJob, provisionJob, syncJob } from '../features/panels/provisioning/jobs.ts';
import { createJoining, type Joining } from '../features/panels/provisioning/joined/service.ts';
import {
  createRemoveLeftover,
  type RemoveLeftover,
} from '../features/panels/provisioning/moves/leftovers.service.ts';
import { createMoveService, type MoveService } from '../features/panels/provisioning/moves/service.ts';
import { createMove } from '../features/panels/provisioning/moves/move.service.ts';
import { createFollow } from '../features/panels/provisioning/follow.service.ts';
import { createPlacing } from '../features/panels/provisioning/placing.service.ts';
import { createProvisioning, type Provisioning } from '../features/panels/provisioning/service.ts';
import { createReapply, type ReapplyPanel } from '../features/panels/provisioning/reapply.service.ts';
import { createPanelSync, type PanelSync } from '../features/panels/provisioning/sync/service.ts';
import { adoptedNotice } from '../features/panels/provisioning/adoption/notices.ts';
import { movedNotice, readyNotice, relinkedNotice } from '../features/subscriptions/notices.ts';
import type { PanelFigure } from './figures.ts';
import type { Platform } from './platform.ts';
import type { Config } from '../config/config.ts';
import type { Kit } from '../platform/kit.ts';
import type { Services } from './services.ts';
import type { Transaction } from '../platform/db.ts';
import type { Closers } from '../platform/closers.ts';

/** What keeps the panels in step with the database. */
export interface PanelSide {
  provisioning: Provisioning;
  joining: Joining;
  moves: MoveService;
  removeLeftover: RemoveLeftover;
  sync: PanelSync;
  drift: DriftService;
  adopt: AdoptService;
  adoption: AdoptionService;
  reapply: ReapplyPanel;
  desk: PanelService;
  watch: PanelWatch;
  /** Puts right what differs on every panel that answers; a panel with too much of it is left to the operator. */
  scanDrift(): Promise<void>;
  figures(): Promise<PanelFigure[]>;
}

/** Builds it over the services, with the panel of the settings among them, and looks after all of them from now on. */
export async function openPanelSide(
  platform: Platform,
  services: Services,
  closers: Closers,
): Promise<PanelSide> {
  const panels = createPanelSide(platform, services);
  await services.fleet.bootstrap(platform.config.panel);
  closers.add('panels', () => services.fleet.close(), 1_000);
  panels.watch.start();
  closers.add('panel watch', () => panels.watch.stop());
  return panels;
}

/** Builds it over the services. */
export function createPanelSide(parts: Kit & { config: Config }, services: Services): PanelSide {
  const { config, db, clock, once, queue, events, logger } = parts;
  const { fleet, subscriptions, users, audit, seal } = services;
  const onReady = (tx: Transaction, userId: number) => services.tell(tx, readyNotice(userId, {}));
  const adopt = createAdoptService({ db, clock, fleet, subscriptions });
  const moves = createMoveService({ db, clock, fleet, queue });
  const joining = createJoining({ db, clock, fleet, queue });
  const provisioning = createProvisioning({
    db,
    clock,
    fleet,
    queue,
    move: createMove({
      db,
      clock,
      fleet,
      queue,
      events,
      onReady,
      onMoved: (tx, userId) => services.tell(tx, movedNotice(userId, {})),
    }),
    follow: createFollow({
      db,
      clock,
      fleet,
      queue,
      events,
      placing: createPlacing({ fleet, queue }),
      onReady,
      onRelinked: (tx, userId) => services.tell(tx, relinkedNotice(userId, {})),
    }),
    join: joining,
  });
  const drift = createDriftService({ db, clock, fleet, queue });
  const watch = createPanelWatch({
    db,
    clock,
    fleet,
    async onRecovered(panelId) {
      await release(panelId);
      // What was tried meanwhile need not wait out its pause.
      await queue.hurry(provisionJob);
      await joining.ask();
      await queue.hurry(leftoverJob);
      await queue.hurry(joinJob);
    },
    onFault: (error) => logger.warn({ err: error }, 'the panels could not be looked at'),
  });

  async function release(panelId: number): Promise<void> {
    await provisioning.release(panelId);
    await moves.release(panelId);
  }

  async function scanDrift(): Promise<void> {
    for (const panel of await fleet.list())
      await drift.repairFew(panel.id).then(
        (repaired) => repaired > 0 && logger.warn({ panel: panel.name, repaired }, 'a panel had drifted'),
        (error: unknown) => logger.warn({ panel: panel.name, err: error }, 'drift was not repaired'),
      );
  }

  async function figures(): Promise<PanelFigure[]> {
    const rows = await fleet.list();
    return await Promise.all(
      rows.map(async ({ id, name, syncedAt }) => {
        const { waiting, oldestSeconds } = await readWaiting(db, id);
        const isShut = fleet.shutBecause(id) !== undefined;
        return { panel: name, isUp: watch.isWell(id), isShut, waiting, oldestSeconds, syncedAt };
      }),
    );
  }

  return {
    provisioning,
    joining,
    moves,
    removeLeftover: createRemoveLeftover({ db, clock, fleet, queue }),
    drift,
    watch,
    scanDrift,
    figures,
    sync: createPanelSync({
      db,
      clock,
      fleet,
      queue,
      note: (panelId, changes) => updatePanel(db, panelId, changes),
      onSynced: (panel, outcome) => {
        logger.debug({ panel: panel.name, ...outcome }, 'a panel was read');
        if (outcome.result === 'taken') events.usageTaken(outcome.written);
      },
    }),
    adopt,
    adoption: createAdoptionService({
      clock,
      once,
      audit,
      users,
      fleet,
      queue,
      adopt,
      onDone: ({ userId, panel, count }) =>
        db.transaction((tx) => services.tell(tx, adoptedNotice(userId, { panel, count }))),
    }),
    reapply: createReapply({ db, fleet, queue }),
    desk: createPanelService({
      db,
      clock,
      once,
      audit,
      users,
      fleet,
      seal,
      addressRules: { allowPrivate: config.allowPrivatePanels },
      care: {
        report: drift.report,
        repair: drift.repair,
        readUsage: (panelId) => queue.enqueue(db, syncJob({ panelId })),
        resume: release,
        rebuild: drift.rebuild,
        askFor: drift.askFor,
        forecast: moves.forecast,
        begin: moves.begin,
        stop: moves.stop,
        forget: moves.forget,
      },
    }),
  };
}
