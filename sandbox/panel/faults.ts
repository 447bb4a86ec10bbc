import { createFaultBoard } from '../kit/fault-board.ts';

/** Everything that can be made to go wrong; all of it off is a healthy panel. */
export interface PanelFaults {
  /** Nothing is carried out; how the caller notices is `downAs`. */
  down: boolean;
  downAs: 'reset' | 'refused' | 'badGateway';
  /** The work is done, the proxy answers 502. */
  savesThen502: boolean;
  /** The work is done, the panel itself answers 500 with the text of an exception. */
  savesThen500: boolean;
  /** The work is done, no answer ever comes. */
  hang: boolean;
  slowMs: number;
  /** How long the proxy waits for the panel before it says 504; HAProxy's 50 s unless a test is in a hurry. */
  proxyTimeoutMs: number;
  /** Every path answers the decoy website. */
  html: boolean;
  /** A create dies after its first commit, a change after the cores dropped the user. */
  failBetweenCommits: boolean;
  /** The list says "You have no user". */
  emptyList: boolean;
  /** The share (0 to 1) of users that look deleted although they are not. */
  phantomDeletedShare: number;
  /** HAProxy's retry: a request answered 5xx reaches the panel four times. */
  proxyReplay: boolean;
  /** Python 3.13 before v13: role checks are skipped. */
  roleBypass: boolean;
  /** No key is accepted. */
  wrongKey: boolean;
}

/** A panel with nothing wrong. */
const healthy: PanelFaults = {
  down: false,
  downAs: 'reset',
  savesThen502: false,
  savesThen500: false,
  hang: false,
  slowMs: 0,
  proxyTimeoutMs: 50_000,
  html: false,
  failBetweenCommits: false,
  emptyList: false,
  phantomDeletedShare: 0,
  proxyReplay: false,
  roleBypass: false,
  wrongKey: false,
};

/** Which requests a limited fault waits for; absent parts match everything. */
export interface FaultTarget {
  method?: string;
  pathIncludes?: string;
}

interface LimitedFault {
  times: number;
  faults: Partial<PanelFaults>;
  target: FaultTarget;
}

export interface PanelFaultBoard {
  /** The lasting faults. */
  lasting: () => PanelFaults;
  /** Changes lasting faults; what is not named stays. */
  set: (change: Partial<PanelFaults>) => PanelFaults;
  /** Faults for the next `count` requests that fit the target. */
  next: (count: number, faults: Partial<PanelFaults>, target?: FaultTarget) => void;
  /** Back to health, limited faults included. */
  clear: () => void;
  /** The faults one request meets; uses up limited ones. */
  take: (request: { method: string; path: string }) => PanelFaults;
}

/** A board of lasting and limited faults. */
export function createPanelFaults(): PanelFaultBoard {
  const board = createFaultBoard<PanelFaults, LimitedFault>(healthy);
  return {
    lasting: board.current,
    set: board.set,
    next: (times, faults, target = {}) => board.script({ times, faults, target }),
    clear: board.clear,
    take: (request) => ({
      ...board.current(),
      ...board.strike(({ target }) => fits(target, request))?.faults,
    }),
  };
}

function fits(target: FaultTarget, request: { method: string; path: string }): boolean {
  if (target.method !== undefined && target.method !== request.method) return false;
  return target.pathIncludes === undefined || request.path.includes(target.pathIncludes);
}
