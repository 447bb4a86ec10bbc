import type { Fleet } from '../panels/fleet/service.ts';
import type { Events, KeyDetails } from '../../platform/events.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { AccessState, Subscription, SubscriptionService } from '../subscriptions/service.ts';
import { preferred, type Protocol, protocols } from './protocols/registry.rules.ts';
import { type App, appsFor, type Device } from './apps.rules.ts';
import type { Built } from './built.service.ts';
import type { ServerDemand } from './protocols/demand.rules.ts';
import { type ConfigFile, configFile } from './formats/config-file.rules.ts';
import type { Format } from './protocols/contract.rules.ts';
import type { Tunnel } from './formats/tunnel.rules.ts';
import type { TunnelService } from './tunnels.service.ts';
import type { KeyMode, PacketCut } from './protocols/packet-cut.rules.ts';
import type { KeyTokens } from './feed/tokens.rules.ts';
import { qrPng } from './qr.rules.ts';
import { shareLink } from './protocols/access.rules.ts';

/** The person's state with their key: why there is none, or a link that works. */
export type KeyState =
  | { state: Exclude<AccessState, 'ready'> /** When used-up traffic comes anew. */; resetsAt?: Date }
  | { state: 'ready'; subscriptionLink: string };

export interface KeyService {
  stateFor(userId: number): Promise<KeyState>;
  /** For one tap: what stands for the key in an address, and our own Enhanced subscription where there is one. */
  addresses(userId: number): Promise<{ token: string; enhancedLink: string | undefined } | undefined>;
  /** Apps to offer on a device, best first: those that can do the mode, that the server lets in and the operator offers. */
  appsFor(device: Device, mode: KeyMode): Promise<App[]>;
  /** The protocols that keys of this subscription may be of, best first. */
  offered(subscription: Subscription): Promise<readonly Protocol[]>;
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
  panels: Pick<Fleet, 'subscriptionUrl'>;
  events: Events;
  tunnels: TunnelService;
  built: Built;
  demand: ServerDemand;
  tokens: KeyTokens;
  /** Where our own subscriptions are, when they are given out rather than the panel's. */
  ownFeedUrl(): Promise<string | undefined>;
  serviceName: string;
}): KeyService {
  const { subscriptions, panels, events, tunnels, built, demand, tokens, ownFeedUrl, serviceName } = parts;
  return {
    demand,
    stateFor,
    addresses,
    async appsFor(device, mode) {
      const { hiddenApps } = await tunnels.preset();
      return appsFor(device, mode, demand).filter(({ id }) => !hiddenApps.includes(id));
    },
    offered: tunnels.offered,
    noteGuide: (details) => events.keyDelivered('guide', details),
    link,
    qr,
    file,
  };

  async function stateFor(userId: number): Promise<KeyState> {
    const subscription = await subscriptions.glance(userId);
    const state = stateOf(subscription);
    if (state !== 'ready' || subscription === undefined) {
      const resetsAt = state === 'used-up' ? (subscription?.resetsAt ?? null) : null;
      return { state: state === 'ready' ? 'none' : state, ...(resetsAt !== null && { resetsAt }) };
    }
    return { state: 'ready', subscriptionLink: await linkOf(subscription) };
  }

  async function addresses(userId: number) {
    const subscription = await subscriptions.glance(userId);
    if (subscription === undefined || stateOf(subscription) !== 'ready') return undefined;
    const token = tokens.issue(subscription);
    const own = await ownFeedUrl();
    return { token, enhancedLink: own === undefined ? undefined : `${own}/${token}/enhanced` };
  }

  async function linkOf(subscription: Subscription): Promise<string> {
    const { panelId, panelUuid } = subscription;
    const own = await ownFeedUrl();
    if (own !== undefined) return `${own}/${tokens.issue(subscription)}`;
    const url = await panels.subscriptionUrl(panelId, panelUuid);
    if (url === undefined) throw new Refusal('busy', 'try-later');
    return url;
  }

  async function link(
    userId: number,
    { mode, protocol, isBesideGuide = false }: { mode: KeyMode; protocol: Protocol; isBesideGuide?: boolean },
  ): Promise<KeyLink> {
    const all = await tunnels.tunnelsFor(await readyOf(userId), 'person');
    const found = linkBy(all, { mode, protocol, ...(await tunnels.preset()) });
    if (found !== undefined && !isBesideGuide) events.keyDelivered('link', { mode, protocol });
    const has = (wanted: Protocol) => all.some(({ access }) => access.protocol === wanted);
    return { link: found, protocols: protocols.filter(has) };
  }

  function linkBy(
    all: readonly Tunnel[],
    { mode, protocol, cut }: { mode: KeyMode; protocol: Protocol; cut: PacketCut },
  ): string | undefined {
    const tunnel = all.find(({ access }) => access.protocol === protocol);
    return tunnel === undefined ? undefined : shareLink(tunnel.access, { name: serviceName, mode, cut });
  }

  /** Our own server's, without asking the panel, where the settings describe it. */
  async function preferredLink(subscription: Subscription, mode: KeyMode): Promise<string | undefined> {
    const wanted = { mode, protocol: preferred, ...(await tunnels.preset()) };
    const own = linkBy(await tunnels.ownTunnels(subscription), wanted);
    return own ?? linkBy(await tunnels.tunnelsFor(subscription, 'person'), wanted);
  }

  async function qr(
    userId: number,
    mode: KeyMode,
  ): Promise<{ png: Uint8Array; kind: 'vless' | 'subscription' }> {
    const subscription = await readyOf(userId);
    events.keyDelivered('qr', { mode });
    const text = mode === 'enhanced' ? await preferredLink(subscription, mode) : undefined;
    const png = text === undefined ? undefined : await built.picture(text, () => qrPng(text));
    if (png !== undefined) return { png, kind: 'vless' };
    const address = await linkOf(subscription);
    const simple = await built.picture(address, () => qrPng(address));
    if (simple === undefined) throw new Error('A subscription link does not fit into a QR code');
    return { png: simple, kind: 'subscription' };
  }

  async function file(
    userId: number,
    { mode, format }: { mode: KeyMode; format: Format },
  ): Promise<ConfigFile | undefined> {
    const all = await tunnels.tunnelsFor(await readyOf(userId), 'person');
    const { cut } = await tunnels.preset();
    const { made } = built.of(all, `file ${format} ${mode}`, () => ({
      made: configFile(all, { format, mode, demand, cut }),
    }));
    if (made !== undefined) events.keyDelivered('file', { mode, format });
    return made;
  }

  async function readyOf(userId: number): Promise<Subscription> {
    const subscription = await subscriptions.find(userId);
    if (subscription === undefined || stateOf(subscription) !== 'ready')
      throw new Refusal('conflict', 'key.not-ready');
    return subscription;
  }

  /** A key is handed out only for access that works. */
  function stateOf(subscription: Subscription | undefined): AccessState {
    const state = subscriptions.stateOf(subscription);
    // The old link is on its way out, and the panel was not yet seen with the new one.
    return state === 'ready' && subscription?.previousUuid !== null ? 'pending' : state;
  }
}
