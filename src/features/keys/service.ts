import { LRUCache } from 'lru-cache';
import type { PanelClient } from '../../clients/panel/client.ts';
import { PanelError } from '../../clients/panel/panel-error.ts';
import type { Events, KeyDetails } from '../../platform/events.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Subscription, SubscriptionService } from '../subscriptions/service.ts';
import { type Access, accessOf, type Endpoint, type Protocol, protocols } from './access.ts';
import type { ServerDemand } from './capabilities.ts';
import { type ConfigFile, configFile, type Format } from './config-file.ts';
import type { Door } from './door.ts';
import type { KeyMode } from './packet-cut.ts';
import type { KeyTokens } from './tokens.ts';
import { qrPng } from './qr.ts';
import { readShareLink, shareLink } from './share-link.ts';

/** Where the person stands: no access, being set up, ended, or a link that works. */
export type KeyState = { state: 'none' | 'pending' | 'ended' } | { state: 'ready'; subscriptionLink: string };

export interface KeyService {
  stateFor(userId: number): Promise<KeyState>;
  /** For one tap: what stands for the key in an address, and our own Enhanced subscription where there is one. */
  addresses(userId: number): Promise<{ token: string; enhancedLink: string | undefined } | undefined>;
  /** Every way in that the subscription has, best first, under names for apps. */
  doorsFor(subscription: Subscription): Promise<Door[]>;
  /** A guide for a device was shown. */
  noteGuide(details: KeyDetails): void;
  /** What the server asks of apps that connect by Reality. */
  demand: ServerDemand;
  /**
   * The share link of one protocol, and the protocols there are; no link when neither the settings nor the panel have
   * it. Refuses `key.not-ready`. Counted as handed out, unless it only stands beside a guide, which is counted itself.
   */
  link(
    userId: number,
    wanted: { mode: KeyMode; protocol: Protocol; isBesideGuide?: boolean },
  ): Promise<KeyLink>;
  /** A picture of the VLESS link, or of the subscription link where that would be too dense or is wanted. */
  qr(userId: number, mode: KeyMode): Promise<{ png: Uint8Array; kind: 'vless' | 'subscription' }>;
  /** A full configuration with all protocols that the format carries; undefined when there is none. */
  file(userId: number, wanted: { mode: KeyMode; format: Format }): Promise<ConfigFile | undefined>;
}

/** A share link, and what else there is. */
export interface KeyLink {
  link: string | undefined;
  protocols: readonly Protocol[];
}

export function createKeyService(parts: {
  subscriptions: SubscriptionService;
  /** The client of the panel on which an account stands. */
  panels: {
    clientFor(
      panelId: number | null,
    ): Promise<Pick<PanelClient, 'subscriptionUrl' | 'shareLinks'> | undefined>;
    /** The endpoint of the settings is that panel's. */
    isFromSettings(panelId: number | null): Promise<boolean>;
  };
  events: Events;
  /** From the settings; what they leave out is read from the panel's links. */
  endpoints: readonly Endpoint[];
  demand: ServerDemand;
  tokens: KeyTokens;
  /** Where our own subscriptions are, when they are given out rather than the panel's. */
  ownFeedUrl: string | undefined;
  serviceName: string;
}): KeyService {
  const { subscriptions, panels, events, endpoints, demand, tokens, ownFeedUrl, serviceName } = parts;
  const oursByPanel = new Map<number, boolean>();
  const panelAccessCache = new LRUCache<string, Access[]>({ max: 10_000, ttl: 600_000 });
  return {
    demand,
    stateFor,
    addresses,
    doorsFor,
    noteGuide: (details) => events.keyDelivered('guide', details),
    link,
    qr,
    file,
  };

  async function stateFor(userId: number): Promise<KeyState> {
    const subscription = await subscriptions.find(userId);
    const state = stateOf(subscription);
    if (state !== 'ready' || subscription === undefined) return { state: state === 'ready' ? 'none' : state };
    return { state: 'ready', subscriptionLink: await linkOf(subscription) };
  }

  async function addresses(userId: number) {
    const subscription = await subscriptions.find(userId);
    if (subscription === undefined || stateOf(subscription) !== 'ready') return undefined;
    const token = tokens.issue({ userId, panelUuid: subscription.panelUuid });
    return { token, enhancedLink: ownFeedUrl === undefined ? undefined : `${ownFeedUrl}/${token}/enhanced` };
  }

  async function linkOf({ panelId, panelUuid, userId }: Subscription): Promise<string> {
    if (ownFeedUrl !== undefined) return `${ownFeedUrl}/${tokens.issue({ userId, panelUuid })}`;
    const panel = await panels.clientFor(panelId);
    if (panel === undefined) throw new Refusal('busy', 'try-later');
    return panel.subscriptionUrl(panelUuid);
  }

  async function link(
    userId: number,
    { mode, protocol, isBesideGuide = false }: { mode: KeyMode; protocol: Protocol; isBesideGuide?: boolean },
  ): Promise<KeyLink> {
    const accesses = await accessesFor(await readyOf(userId));
    const access = accesses.find((candidate) => candidate.protocol === protocol);
    if (access !== undefined && !isBesideGuide) events.keyDelivered('link', { mode, protocol });
    return {
      link: access === undefined ? undefined : shareLink(access, { name: serviceName, mode }),
      protocols: accesses.map((candidate) => candidate.protocol),
    };
  }

  async function realityLink(subscription: Subscription, mode: KeyMode): Promise<string | undefined> {
    const isReality = ({ protocol }: Access) => protocol === 'reality';
    const ours = (await oursFor(subscription)).find(isReality);
    const access = ours ?? (await accessesFor(subscription)).find(isReality);
    return access === undefined ? undefined : shareLink(access, { name: serviceName, mode });
  }

  /** One of each protocol, best first: that of the settings, else the panel's own. */
  async function accessesFor(subscription: Subscription): Promise<Access[]> {
    const ours = await oursFor(subscription);
    const theirs = ours.length === protocols.length ? [] : await panelAccesses(subscription);
    const all = [...ours, ...theirs];
    return protocols.flatMap((protocol) => all.find((access) => access.protocol === protocol) ?? []);
  }

  /** Which panel the settings describe does not change while the process runs. */
  async function isOurs(panelId: number | null): Promise<boolean> {
    const known = panelId === null ? false : oursByPanel.get(panelId);
    if (known !== undefined || panelId === null) return known ?? false;
    const found = await panels.isFromSettings(panelId);
    oursByPanel.set(panelId, found);
    return found;
  }

  /** The settings describe one panel only. */
  async function oursFor({ panelId, panelUuid }: Subscription): Promise<Access[]> {
    if (endpoints.length === 0 || !(await isOurs(panelId))) return [];
    return endpoints.map((endpoint) => accessOf(endpoint, panelUuid));
  }

  /** Kept for ten minutes: apps ask all day long. Another key or another state on the panel is another entry. */
  async function panelAccesses(subscription: Subscription): Promise<Access[]> {
    const { panelId, panelUuid, appliedVersion } = subscription;
    const name = `${panelId} ${panelUuid} ${appliedVersion}`;
    const known = panelAccessCache.get(name);
    if (known !== undefined) return known;
    const read = (await panelLinks(subscription)).flatMap((text) => readShareLink(text)?.access ?? []);
    if (read.length > 0) panelAccessCache.set(name, read);
    return read;
  }

  /** The panel may be away; the subscription link still works then, so this is no fault. */
  async function panelLinks({ panelId, panelUuid }: Subscription): Promise<string[]> {
    try {
      const panel = await panels.clientFor(panelId);
      return ((await panel?.shareLinks(panelUuid)) ?? []).map((given) => given.link);
    } catch (error) {
      if (error instanceof PanelError) return [];
      throw error;
    }
  }

  async function qr(
    userId: number,
    mode: KeyMode,
  ): Promise<{ png: Uint8Array; kind: 'vless' | 'subscription' }> {
    const subscription = await readyOf(userId);
    events.keyDelivered('qr', { mode });
    const text = mode === 'enhanced' ? await realityLink(subscription, mode) : undefined;
    const png = text === undefined ? undefined : await qrPng(text);
    if (png !== undefined) return { png, kind: 'vless' };
    const simple = await qrPng(await linkOf(subscription));
    if (simple === undefined) throw new Error('A subscription link does not fit into a QR code');
    return { png: simple, kind: 'subscription' };
  }

  async function file(
    userId: number,
    { mode, format }: { mode: KeyMode; format: Format },
  ): Promise<ConfigFile | undefined> {
    const doors = await doorsFor(await readyOf(userId));
    const made = configFile(doors, { format, mode, demand });
    if (made !== undefined) events.keyDelivered('file', { mode, format });
    return made;
  }

  async function doorsFor(subscription: Subscription): Promise<Door[]> {
    const accesses = await accessesFor(subscription);
    return accesses.map((access) => ({ access, name: `${serviceName} ${labels[access.protocol]}` }));
  }

  async function readyOf(userId: number): Promise<Subscription> {
    const subscription = await subscriptions.find(userId);
    if (subscription === undefined || stateOf(subscription) !== 'ready')
      throw new Refusal('conflict', 'key.not-ready');
    return subscription;
  }
}

const labels: Record<Protocol, string> = {
  reality: 'Reality',
  hysteria2: 'Hysteria2',
  shadowsocks: 'Shadowsocks',
};

/** A key is handed out only once the panel was seen to hold the account. */
function stateOf(subscription: Subscription | undefined): KeyState['state'] {
  if (subscription === undefined) return 'none';
  if (subscription.status === 'pending' || subscription.verifiedAt === null) return 'pending';
  // The old link is on its way out, and the panel was not yet seen with the new one.
  if (subscription.previousUuid !== null) return 'pending';
  return subscription.status === 'active' ? 'ready' : 'ended';
}
