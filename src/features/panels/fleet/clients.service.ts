import type { PanelApiOptions } from '../hiddify/api.ts';
import type { AddressRules } from '../hiddify/connector.ts';
import { createPanelClient, type PanelClient } from '../hiddify/client.ts';
import type { AnswerHearing } from '../../../platform/clock-watch.ts';
import type { Seal } from '../../../platform/seal.ts';
import type { panels } from '../tables.ts';
import { openAccess } from './access.rules.ts';

type Panel = typeof panels.$inferSelect;

/** One client for each panel. */
export interface PanelClients {
  /** The client for what the row says now; undefined when its access cannot be opened. */
  of(panel: Panel): PanelClient | undefined;
  close(): Promise<void>;
}

export interface ClientOptions
  extends Pick<PanelApiOptions, 'clock' | 'events' | 'timeoutMs' | 'addressRules'> {
  /** Who hears of the answers of the panel of this name; nobody when not given. */
  hearingOf?: ((name: string) => AnswerHearing) | undefined;
}

/** Keeps a client, with its connections and its one-at-a-time lanes, until the panel's row is another revision. */
export function createPanelClients(seal: Seal, options: ClientOptions): PanelClients {
  const known = new Map<number, { revision: number; client: PanelClient }>();

  function of(panel: Panel): PanelClient | undefined {
    const kept = known.get(panel.id);
    if (kept?.revision === panel.revision) return kept.client;
    const access = openAccess(seal, panel.sealedAccess);
    if (access === undefined) return undefined;
    const addressRules = rulesFor(panel);
    const hearing = options.hearingOf?.(panel.name);
    const client = createPanelClient({ ...options, ...access, addressRules, url: panel.url, hearing });
    known.set(panel.id, { revision: panel.revision, client });
    // What is under way there fails as a lost connection does, and is tried again here.
    if (kept !== undefined) void kept.client.close();
    return client;
  }

  /** Whoever writes the settings may reach anything anyway; what admins have typed leads outside. */
  function rulesFor({ fromSettings }: Panel): AddressRules {
    return fromSettings ? { ...options.addressRules, allowPrivate: true } : options.addressRules;
  }

  async function close(): Promise<void> {
    await Promise.all([...known.values()].map(({ client }) => client.close()));
    known.clear();
  }

  return { of, close };
}
