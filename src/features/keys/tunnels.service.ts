import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Copies } from '../../platform/copies.ts';
import type { Logger } from '../../platform/logger.ts';
import { createPatience } from '../../platform/patience.ts';
import type { Fleet } from '../panels/fleet/service.ts';
import type { JoinedAccounts } from '../panels/provisioning/joined/service.ts';
import type { Subscription } from '../subscriptions/service.ts';
import { type Access, accessOf, readShareLink } from './protocols/access.rules.ts';
import { type Protocol, protocols, rulesOf } from './protocols/registry.rules.ts';
import type { Tunnel } from './formats/tunnel.rules.ts';
import type { EndpointSeeds } from './protocols/seeds.rules.ts';
import { type Preset, readEndpoints, readServers } from './presets/rules.ts';
import type { PresetService, PresetVersion } from './presets/service.ts';

/** Every way in that a person has. The same array as long as nothing that it depends on has changed. */
export interface TunnelService {
  /** For somebody in the chat a panel is not waited for long, nor by many at once: what it said last is then all there is. */
  tunnelsFor(subscription: Subscription, asker: Asker): Promise<readonly Tunnel[]>;
  /** Those of our own server alone: nobody has to be asked for them. */
  ownTunnels(subscription: Subscription): Promise<readonly Tunnel[]>;
  preset(): Promise<Preset>;
  /** The protocols that keys of this subscription may be of, best first; nobody is asked for them. */
  offered(subscription: Subscription): Promise<readonly Protocol[]>;
}

/** Who waits for the ways in: an app that fetches them, or a person in the chat, behind whom others wait for the bot. */
type Asker = 'app' | 'person';

/**
 * Of the ways in as they are copied. Grows with each change of what an access or a tunnel is made of, so that a version
 * finds no copy of another one.
 */
const form = 1;
const minuteMs = 60_000;
/** Apps that show a subscription get lost in more. */
const mostTunnels = 40;

export function createTunnelService(parts: {
  panels: Pick<Fleet, 'shareLinks' | 'shutBecause' | 'isFromSettings'>;
  joined: JoinedAccounts;
  seeds: EndpointSeeds;
  presets: Pick<PresetService, 'current'>;
  /** What the plan of a subscription offers; undefined: everything. */
  plans: { protocolsOf(code: string): Promise<readonly Protocol[] | undefined> };
  copies: Copies;
  logger: Pick<Logger, 'warn'>;
  serviceName: string;
}): TunnelService {
  const patience = createPatience({
    onLate: (error) => parts.logger.warn({ err: error }, 'a panel was not waited for, and failed'),
  });
  const { panels, joined, seeds, presets, plans, copies, serviceName } = parts;
  const described = digestOf(JSON.stringify([serviceName, seeds]));
  const oursByPanel = new Map<number, boolean>();
  /** Another key, another state on the panel or another preset is another entry: nothing has to be thrown out. */
  const tunnels = new LRUCache<string, readonly Tunnel[]>({ max: 10_000, ttl: 10 * minuteMs });
  /** What the panel said last, for when it is away. */
  const lastSaid = new LRUCache<string, Access[]>({ max: 10_000 });

  async function tunnelsFor(subscription: Subscription, asker: Asker): Promise<readonly Tunnel[]> {
    const version = await presetFor(subscription);
    const { panelId, panelUuid, appliedVersion } = subscription;
    const without = version.preset.without.join();
    const held = await joined.heldBy(subscription);
    const others = held.map((other) => `${other.panelId}:${other.version}`).join(' ');
    const name = `${version.version} ${without} ${panelId} ${panelUuid} ${appliedVersion} ${others}`;
    const known = tunnels.get(name);
    if (known !== undefined) return known;
    const panelIds = [panelId, ...held.map((other) => other.panelId)];
    // Another replica may have asked the panel already.
    const { found, isWhole } = await copies.of(
      `ways.${form} ${digestOf(`${described} ${name}`)}`,
      () => findTunnels(subscription, { panelIds, asker, ...version }),
      (ways) => ways.isWhole && ways.found.length > 0,
    );
    // What a panel that is away could not say is asked for again soon; what somebody did not wait for, at once.
    if (found.length > 0 && (isWhole || asker === 'app'))
      tunnels.set(name, found, { ttl: isWhole ? 10 * minuteMs : minuteMs });
    return found;
  }

  /** What the person's plan does not offer is left out, as if nobody were offered it. */
  async function presetFor({ planCode }: Subscription): Promise<PresetVersion> {
    const version = await presets.current();
    const offered = planCode === null ? undefined : await plans.protocolsOf(planCode);
    if (offered === undefined) return version;
    const { preset } = version;
    const without = protocols.filter((one) => preset.without.includes(one) || !offered.includes(one));
    return { ...version, preset: { ...preset, without } };
  }

  async function offered(subscription: Subscription): Promise<readonly Protocol[]> {
    const { preset } = await presetFor(subscription);
    return protocols.filter((protocol) => !preset.without.includes(protocol));
  }

  /** Of all panels that hold the account at once: one that is away delays nobody for longer than the others. */
  async function findTunnels(
    subscription: Subscription,
    { panelIds, ...look }: { panelIds: readonly (number | null)[]; preset: Preset; asker: Asker },
  ): Promise<{ found: readonly Tunnel[]; isWhole: boolean }> {
    const ofPanels = await Promise.all(
      panelIds.map((panelId, index) => tunnelsOf({ ...subscription, panelId }, { index, ...look })),
    );
    const { preset } = look;
    const [home = [], ...others] = ofPanels.map(({ found }) => found);
    const further = readServers(preset)
      .filter(({ endpoint }) => !preset.without.includes(endpoint.protocol))
      .map(({ endpoint, name }) => ({ access: accessOf(endpoint, subscription.panelUuid), name }));
    // Without the panel where they live nothing is worth keeping: the others are an addition.
    const found = home.length === 0 ? [] : inOrder(home, [...others.flat(), ...further]);
    return { found, isWhole: ofPanels.every(({ isWhole }) => isWhole) };
  }

  async function tunnelsOf(
    account: Subscription,
    { index, preset, asker }: { index: number; preset: Preset; asker: Asker },
  ): Promise<{ found: readonly Tunnel[]; isWhole: boolean }> {
    const number = index === 0 ? '' : ` ${index + 1}`;
    const own = await ownTunnelsOf(account, preset);
    const isOwn = (protocol: Protocol) => own.some(({ access }) => access.protocol === protocol);
    const missing = protocols.filter((protocol) => !preset.without.includes(protocol) && !isOwn(protocol));
    const { accesses, isWhole } =
      missing.length === 0
        ? { accesses: [], isWhole: true }
        : await panelAccesses(account, { isJoined: index > 0, asker });
    const theirs = accesses
      .filter(({ protocol }) => missing.includes(protocol))
      .map((access) => ({ access, name: nameOf(access.protocol) }));
    const found = [...own, ...theirs].map(({ access, name }) => ({ access, name: `${name}${number}` }));
    return { found, isWhole };
  }

  async function ownTunnelsOf(subscription: Subscription, preset: Preset): Promise<Tunnel[]> {
    const { panelId, panelUuid } = subscription;
    const hasSeeds = protocols.some((protocol) => seeds[protocol] !== undefined);
    // The settings describe one panel only.
    if (!hasSeeds || !(await isOurs(panelId))) return [];
    return readEndpoints(seeds, preset)
      .endpoints.filter(({ protocol }) => !preset.without.includes(protocol))
      .map((endpoint) => ({ access: accessOf(endpoint, panelUuid), name: nameOf(endpoint.protocol) }));
  }

  function nameOf(protocol: Protocol): string {
    return `${serviceName} ${rulesOf[protocol].label}`;
  }

  /** Which panel the settings describe does not change while the process runs. */
  async function isOurs(panelId: number | null): Promise<boolean> {
    const known = panelId === null ? false : oursByPanel.get(panelId);
    if (known !== undefined || panelId === null) return known ?? false;
    const found = await panels.isFromSettings(panelId);
    oursByPanel.set(panelId, found);
    return found;
  }

  /** The panel may be away: what it said last of this key still holds, since the key is the same. */
  async function panelAccesses(
    { panelId, panelUuid }: Subscription,
    { isJoined, asker }: { isJoined: boolean; asker: Asker },
  ): Promise<{ accesses: Access[]; isWhole: boolean }> {
    const name = `${panelId} ${panelUuid}`;
    // Nobody waits for an addition that will not come.
    const isShut = isJoined && panelId !== null && panels.shutBecause(panelId) !== undefined;
    const ask = () => askPanel(panelId, panelUuid);
    const said = isShut ? undefined : await (asker === 'app' ? ask() : inTime(panelId, ask));
    if (said === undefined) return { accesses: lastSaid.get(name) ?? [], isWhole: false };
    return { accesses: said, isWhole: said.length > 0 };
  }

  /** Also what comes when nobody waits for it any more is known from then on. */
  async function askPanel(panelId: number | null, panelUuid: string): Promise<Access[] | undefined> {
    const links = await panels.shareLinks(panelId, panelUuid);
    const accesses = links?.flatMap(({ link }) => readShareLink(link)?.access ?? []);
    if (accesses !== undefined && accesses.length > 0) lastSaid.set(`${panelId} ${panelUuid}`, accesses);
    return accesses;
  }

  async function inTime<T>(panelId: number | null, ask: () => Promise<T>): Promise<T | undefined> {
    const waited = await patience.wait(`panel ${panelId}`, ask);
    return typeof waited === 'object' ? waited.value : undefined;
  }

  return {
    tunnelsFor,
    ownTunnels: async (subscription) =>
      await ownTunnelsOf(subscription, (await presetFor(subscription)).preset),
    preset: async () => (await presets.current()).preset,
    offered,
  };
}

/** A name that says nothing of the key in it. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** One of each protocol first, best first, then what else there is, then further servers; the same tunnel only once. */
function inOrder(home: readonly Tunnel[], further: readonly Tunnel[]): readonly Tunnel[] {
  const firsts = protocols.flatMap(
    (protocol) => home.find(({ access }) => access.protocol === protocol) ?? [],
  );
  const rest = home.filter((tunnel) => !firsts.includes(tunnel));
  const seen = new Set<string>();
  return [...firsts, ...rest, ...further]
    .filter(({ access }) => {
      const { protocol, host, port } = access;
      const tunnel = `${protocol} ${host} ${port} ${'sni' in access ? access.sni : ''}`;
      const isNew = !seen.has(tunnel);
      seen.add(tunnel);
      return isNew;
    })
    .slice(0, mostTunnels);
}
