import type { PanelClient } from '../../clients/panel/client.ts';
import { PanelError } from '../../clients/panel/panel-error.ts';
import type { Events } from '../../platform/events.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Subscription, SubscriptionService } from '../subscriptions/service.ts';
import type { RealityEndpoint } from './endpoint.ts';
import { qrPng } from './qr.ts';
import { type KeyMode, parseVlessLink, vlessLink } from './vless-link.ts';
import { type ConfigFile, xrayConfigFile } from './xray-config.ts';

/** Where the person stands: no access, being set up, ended, or a link that works. */
export type KeyState = { state: 'none' | 'pending' | 'ended' } | { state: 'ready'; subscriptionLink: string };

export interface KeyService {
  stateFor(userId: number): Promise<KeyState>;
  /** The VLESS link; undefined when neither the settings nor the panel have one. Refuses `key.not-ready`. */
  vless(userId: number, mode: KeyMode): Promise<string | undefined>;
  /** A picture of the VLESS link, or of the subscription link where that would be too dense or is wanted. */
  qr(userId: number, mode: KeyMode): Promise<{ png: Uint8Array; kind: 'vless' | 'subscription' }>;
  /** A full Xray configuration; undefined when neither the settings nor the panel tell the endpoint. */
  file(userId: number, mode: KeyMode): Promise<ConfigFile | undefined>;
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
  /** From the settings; undefined: links are read from the panel. */
  endpoint: RealityEndpoint | undefined;
  serviceName: string;
}): KeyService {
  const { subscriptions, panels, events, endpoint, serviceName } = parts;
  return { stateFor, vless, qr, file };

  async function stateFor(userId: number): Promise<KeyState> {
    const subscription = await subscriptions.find(userId);
    const state = stateOf(subscription);
    if (state !== 'ready' || subscription === undefined) return { state: state === 'ready' ? 'none' : state };
    return { state: 'ready', subscriptionLink: await linkOf(subscription) };
  }

  async function linkOf({ panelId, panelUuid }: Subscription): Promise<string> {
    const panel = await panels.clientFor(panelId);
    if (panel === undefined) throw new Refusal('busy', 'try-later');
    return panel.subscriptionUrl(panelUuid);
  }

  async function vless(userId: number, mode: KeyMode): Promise<string | undefined> {
    const subscription = await readyOf(userId);
    events.keyDelivered('link');
    return await linkFor(subscription, mode);
  }

  async function linkFor(subscription: Subscription, mode: KeyMode): Promise<string | undefined> {
    const door = await doorFor(subscription);
    const uuid = subscription.panelUuid;
    return door === undefined ? undefined : vlessLink(door, { uuid, name: serviceName, mode });
  }

  /** The endpoint of the settings, for the panel of the settings, else the one that the panel's own link describes. */
  async function doorFor(subscription: Subscription): Promise<RealityEndpoint | undefined> {
    if (endpoint !== undefined && (await panels.isFromSettings(subscription.panelId))) return endpoint;
    const link = await panelLink(subscription);
    return link === undefined ? undefined : parseVlessLink(link)?.endpoint;
  }

  /** The panel may be away; the subscription link still works then, so this is no fault. */
  async function panelLink({ panelId, panelUuid }: Subscription): Promise<string | undefined> {
    try {
      const panel = await panels.clientFor(panelId);
      const links = (await panel?.shareLinks(panelUuid)) ?? [];
      return links.find(({ link }) => link.startsWith('vless://') && link.includes('security=reality'))?.link;
    } catch (error) {
      if (error instanceof PanelError) return undefined;
      throw error;
    }
  }

  async function qr(
    userId: number,
    mode: KeyMode,
  ): Promise<{ png: Uint8Array; kind: 'vless' | 'subscription' }> {
    const subscription = await readyOf(userId);
    events.keyDelivered('qr');
    const link = mode === 'enhanced' ? await linkFor(subscription, mode) : undefined;
    const png = link === undefined ? undefined : await qrPng(link);
    if (png !== undefined) return { png, kind: 'vless' };
    const simple = await qrPng(await linkOf(subscription));
    if (simple === undefined) throw new Error('A subscription link does not fit into a QR code');
    return { png: simple, kind: 'subscription' };
  }

  async function file(userId: number, mode: KeyMode): Promise<ConfigFile | undefined> {
    const subscription = await readyOf(userId);
    const door = await doorFor(subscription);
    if (door === undefined) return undefined;
    events.keyDelivered('file');
    return xrayConfigFile(door, { uuid: subscription.panelUuid, name: serviceName, mode });
  }

  async function readyOf(userId: number): Promise<Subscription> {
    const subscription = await subscriptions.find(userId);
    if (subscription === undefined || stateOf(subscription) !== 'ready')
      throw new Refusal('conflict', 'key.not-ready');
    return subscription;
  }
}

/** A key is handed out only once the panel was seen to hold the account. */
function stateOf(subscription: Subscription | undefined): KeyState['state'] {
  if (subscription === undefined) return 'none';
  if (subscription.status === 'pending' || subscription.verifiedAt === null) return 'pending';
  // The old link is on its way out, and the panel was not yet seen with the new one.
  if (subscription.previousUuid !== null) return 'pending';
  return subscription.status === 'active' ? 'ready' : 'ended';
}
