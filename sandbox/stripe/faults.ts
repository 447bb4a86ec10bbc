import { createFaultBoard } from '../kit/fault-board.ts';

/** What goes wrong with deliveries, until it is switched off. */
export interface WebhookFaults {
  /** Nothing arrives, and nothing is tried again. */
  off: boolean;
  /** How many more times each event arrives, all at once. */
  duplicates: number;
  delayMs: number;
  /** Later events overtake earlier ones. */
  reorder: boolean;
  wrongSecret: boolean;
  /** Signed an hour ago. */
  oldTimestamp: boolean;
  /** As a thin event, which carries no object. */
  thin: boolean;
  /** In the shape of another API version. */
  otherVersion: boolean;
}

/**
 * What happens to requests. `error500` before anything is done · `saves-then-500` after it is done · `reset` the
 * connection breaks before · `saves-then-reset` after · `truncated` the answer breaks off, after · `rate-limited` 429 ·
 * `not-ready` the account may not sell yet, which Stripe says without a code.
 */
export const apiFaultKinds = [
  'error500',
  'saves-then-500',
  'reset',
  'saves-then-reset',
  'truncated',
  'rate-limited',
  'not-ready',
] as const;
export type ApiFaultKind = (typeof apiFaultKinds)[number];

export interface ApiFaults {
  /** For every request, until it is switched off. */
  always: ApiFaultKind | null;
  slowMs: number;
  /** Its answers are dated so much later than this machine's clock says. */
  dateAheadSeconds: number;
}

export interface StripeFaults {
  webhooks: WebhookFaults;
  api: ApiFaults;
}

export interface StripeFaultBoard {
  webhooks(): WebhookFaults;
  all(): StripeFaults;
  set(change: { webhooks?: Partial<WebhookFaults>; api?: Partial<ApiFaults> }): StripeFaults;
  /** The next requests that change something meet these, one each, before `always`. */
  script(...kinds: ApiFaultKind[]): void;
  take(method: string): { kind: ApiFaultKind | null; slowMs: number };
}

const healthy: StripeFaults = {
  webhooks: {
    off: false,
    duplicates: 0,
    delayMs: 0,
    reorder: false,
    wrongSecret: false,
    oldTimestamp: false,
    thin: false,
    otherVersion: false,
  },
  api: { always: null, slowMs: 0, dateAheadSeconds: 0 },
};

export function createStripeFaults(): StripeFaultBoard {
  const board = createFaultBoard<StripeFaults, { times: number; kind: ApiFaultKind }>(healthy);
  return {
    webhooks: () => board.current().webhooks,
    all: board.current,
    set(change) {
      const { webhooks, api } = board.current();
      return board.set({ webhooks: { ...webhooks, ...change.webhooks }, api: { ...api, ...change.api } });
    },
    script(...kinds) {
      for (const kind of kinds) board.script({ times: 1, kind });
    },
    take(method) {
      const { api } = board.current();
      const scripted = method === 'GET' ? undefined : board.strike(() => true);
      return { kind: scripted?.kind ?? api.always, slowMs: api.slowMs };
    },
  };
}
