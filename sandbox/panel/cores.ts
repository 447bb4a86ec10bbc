import type { Clock } from '../kit/clock.ts';
import type { ProfileTraits } from './profiles.ts';

const lockSeconds = 120;

/** What each core would let in right now, and how often the panel asked for its configuration to be applied. */
export interface CoreView {
  xray: string[];
  ssh: string[];
  /** Hysteria2, TUIC and Shadowsocks 2022 live here: only an apply changes it. */
  singbox: string[];
  wireguard: string[];
  applyCount: number;
  lostApplies: number;
}

/**
 * The cores' own knowledge of the users, apart from the database: Xray and SSH follow at once, sing-box and
 * WireGuard only when an apply run ends. Legacy panels lose an apply that falls into a running one (120 s lock).
 */
export function createCores(given: {
  traits: ProfileTraits;
  clock: Clock;
  activeUuids: () => string[];
}): Cores {
  const { traits, clock, activeUuids } = given;
  const hot = new Set<string>();
  let applied: string[] = [];
  let running: { startedAt: number; seen: string[] } | undefined;
  let waiting = false;
  let counts = { started: 0, lost: 0 };
  let applySeconds = 5;

  function start(at: number): void {
    running = { startedAt: at, seen: activeUuids() };
    counts.started += 1;
    finishDue();
  }

  function finishDue(): void {
    if (running === undefined) return;
    const endsAt = running.startedAt + applySeconds * 1000;
    if (endsAt > clock.now().getTime()) return;
    applied = running.seen;
    running = undefined;
    if (!waiting) return;
    waiting = false;
    start(endsAt);
  }

  function requestApply(): void {
    if (traits.applies === 'never') return;
    finishDue();
    const now = clock.now().getTime();
    if (running === undefined || now - running.startedAt >= lockSeconds * 1000) return start(now);
    if (traits.applies === 'queued') waiting = true;
    else counts.lost += 1;
  }

  function view(): CoreView {
    finishDue();
    const live = [...hot];
    return {
      xray: live,
      ssh: live,
      singbox: [...applied],
      wireguard: [...applied],
      applyCount: counts.started,
      lostApplies: counts.lost,
    };
  }

  function reset(): void {
    hot.clear();
    for (const uuid of activeUuids()) hot.add(uuid);
    applied = activeUuids();
    running = undefined;
    waiting = false;
    counts = { started: 0, lost: 0 };
  }

  return {
    add: (uuid) => void hot.add(uuid),
    remove: (uuid) => void hot.delete(uuid),
    requestApply,
    view,
    reset,
    setApplySeconds: (seconds) => {
      applySeconds = seconds;
    },
  };
}

export interface Cores {
  /** Hot add to Xray and SSH. */
  add: (uuid: string) => void;
  /** Hot removal from Xray and SSH. */
  remove: (uuid: string) => void;
  /** Asks for an apply run; what becomes of it is the profile's affair. */
  requestApply: () => void;
  view: () => CoreView;
  /** Makes every core agree with the database and forgets the counts. */
  reset: () => void;
  /** How long one apply run takes on this machine. */
  setApplySeconds: (seconds: number) => void;
}
