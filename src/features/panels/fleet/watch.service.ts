import type { PanelClient } from '../hiddify/client.ts';
import { PanelError } from '../hiddify/panel-error.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { Fleet, Panel } from './service.ts';
import { updatePanel } from '../queries.ts';

/** Looks after the panels in the background. */
export interface PanelWatch {
  start(): void;
  stop(): void;
  /** Looks at every panel whose time has come. */
  look(): Promise<void>;
  /** Whether the panel answered when it was last asked; false for one never asked. */
  isWell(panelId: number): boolean;
  /** Throws unless some panel answered when it was last asked; waits for the first look. */
  demandSome(): Promise<void>;
}

const tickMs = 2_000;
const wellPauseMs = 6_000;
const longestPauseMs = 30_000;
const figuresPauseMs = 5 * 60 * 1000;
const versionPauseMs = 60 * 60 * 1000;

interface Seen {
  ok: boolean;
  at: number;
  versionAt: number;
}

/**
 * Asks each panel whose key it is we hold, which proves path, key, database and cache of it at once, and notes version,
 * answer time and the state of the machine. A panel that failed is asked again sooner; when it is back, `onRecovered`
 * hears of it.
 */
export function createPanelWatch(parts: {
  db: Database;
  clock: Clock;
  fleet: Fleet;
  onRecovered: (panelId: number) => Promise<unknown>;
  logger: Pick<Logger, 'warn'>;
}): PanelWatch {
  const { db, clock, fleet, onRecovered, logger } = parts;
  const seen = new Map<number, Seen>();
  const busy = new Set<number>();
  let timer: NodeJS.Timeout | undefined;
  let first: Promise<void> | undefined;

  const onFault = (error: unknown) => logger.warn({ err: error }, 'the panels could not be looked at');

  async function look(): Promise<void> {
    const now = clock.now().getTime();
    const due = (await fleet.list()).filter((panel) => isDue(panel, now));
    await Promise.all(due.map(lookAt));
  }

  function isDue({ id, state }: Panel, now: number): boolean {
    if (state === 'off' || busy.has(id)) return false;
    const last = seen.get(id);
    if (last === undefined || fleet.isProbeDue(id)) return true;
    return now - last.at >= (last.ok ? wellPauseMs : longestPauseMs);
  }

  async function lookAt(panel: Panel): Promise<void> {
    busy.add(panel.id);
    try {
      const client = fleet.client(panel);
      const isWell = client !== undefined && (await ask(panel, client));
      const versionAt = seen.get(panel.id)?.versionAt ?? 0;
      seen.set(panel.id, { ok: isWell, at: clock.now().getTime(), versionAt });
      if (!isWell || client === undefined) return;
      if (fleet.recovered(panel.id)) await onRecovered(panel.id);
      await lookCloser(panel, client);
    } catch (error) {
      onFault(error);
    } finally {
      busy.delete(panel.id);
    }
  }

  async function ask(panel: Panel, client: PanelClient): Promise<boolean> {
    const startedAt = performance.now();
    try {
      await client.me();
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
      await fleet.failed(panel, error);
      return false;
    }
    const latencyMs = Math.round(performance.now() - startedAt);
    await updatePanel(db, panel.id, { checkedAt: clock.now(), latencyMs, lastErrorClass: null });
    return true;
  }

  /** Version and figures are rarely asked for: the latter costs the panel a second in which it serves nobody. */
  async function lookCloser(panel: Panel, client: PanelClient): Promise<void> {
    const now = clock.now();
    const last = seen.get(panel.id);
    try {
      if (last !== undefined && now.getTime() - last.versionAt >= versionPauseMs) {
        const { version } = await client.info();
        await updatePanel(db, panel.id, { version });
        last.versionAt = now.getTime();
      }
      if (panel.figuresAt !== null && now.getTime() - panel.figuresAt.getTime() < figuresPauseMs) return;
      await updatePanel(db, panel.id, { figuresAt: now });
      await updatePanel(db, panel.id, { figures: await client.figures() });
    } catch (error) {
      if (!(error instanceof PanelError)) throw error;
    }
  }

  const isWell = (panelId: number) => seen.get(panelId)?.ok === true;

  return {
    start() {
      timer = setInterval(() => void look().catch(onFault), tickMs);
      timer.unref();
    },
    stop: () => clearInterval(timer),
    look,
    isWell,
    async demandSome() {
      first ??= look();
      await first;
      if (![...seen.values()].some(({ ok }) => ok)) throw new Error('no panel answers');
    },
  };
}
