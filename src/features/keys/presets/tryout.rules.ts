import { accessOf, carries, readShareLink, shareLink } from '../protocols/access.rules.ts';
import { type Protocol, protocols } from '../protocols/registry.rules.ts';
import { type AppId, appsFor, devices } from '../apps.rules.ts';
import type { ServerDemand } from '../protocols/demand.rules.ts';
import { configFile } from '../formats/config-file.rules.ts';
import { formats } from '../protocols/contract.rules.ts';
import type { Tunnel } from '../formats/tunnel.rules.ts';
import { feedOf, type FeedForm } from '../formats/feed.rules.ts';
import type { KeyMode } from '../protocols/packet-cut.rules.ts';
import type { EndpointSeeds } from '../protocols/seeds.rules.ts';
import { type Preset, readEndpoints, readServers } from './rules.ts';

/** One thing that was built, and whether it came out right. `skipped`: this protocol is no use to it. */
export interface TryoutLine {
  what: string;
  result: 'good' | 'wrong' | 'skipped';
}

const modes: readonly KeyMode[] = ['standard', 'enhanced'];
const forms: readonly FeedForm[] = ['plain', 'base64', 'xray-list', 'sing-box', 'mihomo'];
const somebody = '11111111-1111-4111-8111-111111111111';

/** Builds everything that people would be handed out with this preset, and reads it back as far as it can be read. */
export function tryPreset(
  preset: Preset,
  { seeds, demand }: { seeds: EndpointSeeds; demand: ServerDemand },
): TryoutLine[] {
  const tunnels = tunnelsOf(seeds, preset);
  const { problems } = readEndpoints(seeds, preset);
  return [
    ...problems.map(({ protocol, problem }) => ({
      what: `${protocol}: ${problem}`,
      result: 'wrong' as const,
    })),
    ...tunnels.flatMap((tunnel) => tryTunnel(tunnel, { preset, demand })),
    ...forms.map((form) => tryForm(form, { tunnels, preset, demand })),
    ...devices
      .filter((device) => device !== 'other')
      .map((device) => ({
        what: device,
        result: appsOffered(device, preset, demand) ? ('good' as const) : ('wrong' as const),
      })),
  ];
}

/** With a key that nobody has. Protocols that come from the panel are not known here and not tried. */
function tunnelsOf(seeds: EndpointSeeds, preset: Preset): Tunnel[] {
  const isOffered = (protocol: Protocol) => !preset.without.includes(protocol);
  const own = readEndpoints(seeds, preset).endpoints.map((endpoint) => ({
    endpoint,
    name: endpoint.protocol,
  }));
  return [...own, ...readServers(preset)]
    .filter(({ endpoint }) => isOffered(endpoint.protocol))
    .toSorted(
      (one, other) => protocols.indexOf(one.endpoint.protocol) - protocols.indexOf(other.endpoint.protocol),
    )
    .map(({ endpoint, name }) => ({ access: accessOf(endpoint, somebody), name }));
}

function tryTunnel(
  tunnel: Tunnel,
  { preset, demand }: { preset: Preset; demand: ServerDemand },
): TryoutLine[] {
  return modes.flatMap((mode) => [
    { what: `${tunnel.name} · ${mode} · link`, result: isReadBack(tunnel, mode, preset) ? 'good' : 'wrong' },
    ...formats.map((format): TryoutLine => {
      const what = `${tunnel.name} · ${mode} · ${format}`;
      if (!carries(format, tunnel.access, demand)) return { what, result: 'skipped' };
      const file = configFile([tunnel], { format, mode, demand, cut: preset.cut });
      const text = file === undefined ? '' : Buffer.from(file.bytes).toString();
      return { what, result: isWhole(text, { format, tunnel }) ? 'good' : 'wrong' };
    }),
  ]);
}

function isReadBack({ access, name }: Tunnel, mode: KeyMode, { cut }: Preset): boolean {
  const read = readShareLink(shareLink(access, { name, mode, cut }));
  return read !== undefined && JSON.stringify(sorted(read.access)) === JSON.stringify(sorted(access));
}

function sorted(value: object): unknown[] {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([one], [other]) => one.localeCompare(other));
}

/** JSON that can be read, or YAML that names the server: the server stands in it either way. */
function isWhole(text: string, { format, tunnel }: { format: string; tunnel: Tunnel }): boolean {
  if (!text.includes(tunnel.access.host)) return false;
  if (format === 'mihomo') return /^proxies:/m.test(text) && !text.includes('undefined');
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

function tryForm(
  form: FeedForm,
  { tunnels, preset, demand }: { tunnels: readonly Tunnel[]; preset: Preset; demand: ServerDemand },
): TryoutLine {
  if (tunnels.length === 0) return { what: form, result: 'skipped' };
  const bodies = modes.map((mode) => feedOf(tunnels, { form, mode, demand, cut: preset.cut }).body);
  return { what: form, result: bodies.every((body) => body.trim() !== '') ? 'good' : 'wrong' };
}

function appsOffered(
  device: (typeof devices)[number],
  { hiddenApps }: Preset,
  demand: ServerDemand,
): boolean {
  return modes.some((mode) =>
    appsFor(device, mode, demand).some(({ id }) => !hiddenApps.includes(id as AppId)),
  );
}
