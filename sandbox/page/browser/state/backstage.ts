import { ControlError, control } from './api.ts';
import type { BotProcess, PanelView, PaymentsView } from './backstage-types.ts';

const POLL_MS = 1500;

/** What happens behind the chats: the panel, the payment providers and the process of the bot, asked for every second and a half. */
export interface Backstage {
  /** Undefined until the first answer, or for ever where this sandbox has no such part. */
  panel: PanelView | undefined;
  payments: PaymentsView | undefined;
  bot: BotProcess | undefined;
  /** Asks at once, for example after a switch was flipped. */
  refresh(): Promise<void>;
  listen(listener: () => void, signal: AbortSignal): void;
}

/** Starts watching; parts that answer 404 stay undefined and are asked for rarely. */
export function watchBackstage(): Backstage {
  const listeners = new Set<() => void>();
  const panel = createQuestion(control.panel);
  const payments = createQuestion(control.payments);
  const bot = createQuestion(control.bot);
  const backstage: Backstage = {
    panel: undefined,
    payments: undefined,
    bot: undefined,
    async refresh() {
      [backstage.panel, backstage.payments, backstage.bot] = await Promise.all([panel(), payments(), bot()]);
      for (const listener of listeners) listener();
    },
    listen(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
  const loop = async (): Promise<void> => {
    if (!document.hidden) await backstage.refresh();
    setTimeout(() => void loop(), POLL_MS);
  };
  void loop();
  return backstage;
}

// An absent part is asked for again only every twentieth time: it may be composed in later.
function createQuestion<Answer>(ask: () => Promise<Answer>): () => Promise<Answer | undefined> {
  let known: Answer | undefined;
  let skip = 0;
  return async () => {
    if (skip > 0) {
      skip -= 1;
      return known;
    }
    try {
      known = await ask();
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      if (error.status === 404) {
        skip = 20;
        known = undefined;
      }
    }
    return known;
  };
}
