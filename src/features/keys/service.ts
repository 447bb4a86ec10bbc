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
  panel: PanelClient;
  events: Events;
  /** From the settings; undefined: links are read from the panel. */
  endpoint: RealityEndpoint | undefined;
  serviceName: string;
}): KeyService {
  const { subscriptions, panel, events, endpoint, serviceName } = parts;
  return { stateFor, vless, qr, file };

  async function stateFor(userId: number): Promise<KeyState> {
    const subscription = await subscriptions.find(userId);
    const state = stateOf(subscription);
    if (state !== 'ready' || subscription === undefined) return { state: state === 'ready' ? 'none' : state };
    return { state: 'ready', subscriptionLink: panel.subscriptionUrl(subscription.panelUuid) };
  }

  async function vless(userId: number, mode: KeyMode): Promise<string | undefined> {
    const uuid = await uuidOf(userId);
    events.keyDelivered('link');
    return await linkFor(uuid, mode);
  }

  async function linkFor(uuid: string, mode: KeyMode): Promise<string | undefined> {
    const door = await doorFor(uuid);
    return door === undefined ? undefined : vlessLink(door, { uuid, name: serviceName, mode });
  }

  /** The endpoint of the settings, else the one that the panel's own link describes. */
  async function doorFor(uuid: string): Promise<RealityEndpoint | undefined> {
    if (endpoint !== undefined) return endpoint;
    const link = await panelLink(uuid);
    return link === undefined ? undefined : parseVlessLink(link)?.endpoint;
  }

  /** The panel may be away; the subscription link still works then, so this is no fault. */
  async function panelLink(uuid: string): Promise<string | undefined> {
    try {
      const links = await panel.shareLinks(uuid);
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
    const uuid = await uuidOf(userId);
    events.keyDelivered('qr');
    const link = mode === 'enhanced' ? await linkFor(uuid, mode) : undefined;
    const png = link === undefined ? undefined : await qrPng(link);
    if (png !== undefined) return { png, kind: 'vless' };
    const simple = await qrPng(panel.subscriptionUrl(uuid));
    if (simple === undefined) throw new Error('A subscription link does not fit into a QR code');
    return { png: simple, kind: 'subscription' };
  }

  async function file(userId: number, mode: KeyMode): Promise<ConfigFile | undefined> {
    const uuid = await uuidOf(userId);
    const door = await doorFor(uuid);
    if (door === undefined) return undefined;
    events.keyDelivered('file');
    return xrayConfigFile(door, { uuid, name: serviceName, mode });
  }

  async function uuidOf(userId: number): Promise<string> {
    const subscription = await subscriptions.find(userId);
    if (subscription === undefined || stateOf(subscription) !== 'ready')
      throw new Refusal('conflict', 'key.not-ready');
    return subscription.panelUuid;
  }
}

/** A key is handed out only once the panel was seen to hold the account. */
function stateOf(subscription: Subscription | undefined): KeyState['state'] {
  if (subscription === undefined) return 'none';
  if (subscription.status === 'pending' || subscription.verifiedAt === null) return 'pending';
  return subscription.status === 'active' ? 'ready' : 'ended';
}
