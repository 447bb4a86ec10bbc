import type { AskedHand } from '../../src/features/panels/provisioning/hands/service.ts';
import type { PanelView } from '../../src/features/panels/desk/service.ts';
import { now } from './samples.ts';

const largestId = Number.MAX_SAFE_INTEGER;

/** Panels of this name: one that works, one in every kind of trouble, one nobody has asked yet. */
export function panelOf(name: string): PanelView[] {
  const panel: PanelView['panel'] = {
    id: largestId,
    name,
    url: 'https://panel.example.com',
    domain: 'panel.example.com',
    sealedAccess: 'sealed',
    revision: 1,
    fromSettings: true,
    group: 'main',
    capacity: null,
    joined: false,
    weight: 1,
    state: 'active',
    timeZone: 'UTC',
    needsReapply: true,
    version: '12.0.0',
    lastErrorClass: null,
    lastErrorAt: null,
    checkedAt: now,
    latencyMs: 12,
    figures: { cpuPercent: 12, ramPercent: 50, diskPercent: null, onlineUsers: 1_000 },
    figuresAt: now,
    syncedAt: now,
    nextSyncAt: now,
    listedUsers: 1_000,
    syncProblem: null,
    alarms: {},
    createdAt: now,
    updatedAt: now,
  };
  const moves = { leaving: 0, withoutRoom: 0, coming: 0, leftovers: 0, stuckLeftovers: 0 };
  const view = {
    panel,
    people: 0,
    waiting: 0,
    givenUp: 0,
    byHand: 0,
    oldestSeconds: 0,
    shutBecause: undefined,
    moves,
  };
  const failed = { lastErrorClass: 'unauthorized', lastErrorAt: now, syncProblem: '300 / 1000' };
  return [
    view,
    {
      panel: { ...panel, ...failed, state: 'draining', capacity: 1e9, version: '12.3.0' },
      people: 1e9,
      waiting: 1e6,
      givenUp: 1e6,
      byHand: 1e6,
      oldestSeconds: 1e9,
      shutBecause: 'unauthorized',
      moves: { leaving: 1e6, withoutRoom: 1e6, coming: 1e6, leftovers: 1e6, stuckLeftovers: 1e6 },
    },
    {
      ...view,
      panel: { ...panel, state: 'off', version: null, latencyMs: null, figures: null, syncedAt: null },
    },
  ];
}

/** Every kind of change by hand, undecided and decided. */
export function handsOf(name: string): AskedHand[] {
  const whole = 2 ** 52 - 1;
  return [
    { kind: 'off', days: 0, trafficBytes: 0 } as const,
    { kind: 'added', days: null, trafficBytes: null } as const,
    { kind: 'added', days: 10_000, trafficBytes: 1024 ** 4 } as const,
  ].flatMap((what) =>
    ([null, 'taken', 'put-back', 'lifted'] as const).map((decision) => ({
      hand: {
        ...what,
        id: whole,
        panelId: whole,
        userId: whole,
        seenAt: new Date(0),
        askedAt: new Date(0),
        decision,
        decidedAt: null,
        decidedBy: null,
      },
      person: { firstName: name, lastName: name },
      panel: name,
      choices: decision === null ? (['taken', 'put-back'] as const) : [],
    })),
  );
}
