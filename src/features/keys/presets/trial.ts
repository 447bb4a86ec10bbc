import { accessOf, carries, readShareLink, shareLink } from '../protocols/access.rules.ts';
import { type Protocol, protocols } from '../protocols/registry.rules.ts';
import { type AppId, appsFor, platforms } from '../apps.ts';
import type { ServerDemand } from '../protocols/demand.rules.ts';
import { configFile } from '../formats/config-file.rules.ts';
import { formats } from '../protocols/contract.rules.ts';
import type { Door } from '../door.ts';
import { feedOf, type FeedForm } from '../formats/feed.ts';
import type { KeyMode } from '../protocols/packet-cut.rules.ts';
import type { EndpointSeeds } from '../protocols/seeds.rules.ts';
import { type Preset, readEndpoints, readServers } from './preset.ts';

/** One thing that was built, and whether it came out right. `skipped`: this protocol is no use to it. */
export interface TrialLine {
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
): TrialLine[] {
  const doors = doorsOf(seeds, preset);
  const { problems } = readEndpoints(seeds, preset);
  return [
    ...problems.map(({ protocol, problem }) => ({
      what: `${protocol}: ${problem}`,
      result: 'wrong' as const,
    })),
    ...doors.flatMap((door) => tryDoor(door, { preset, demand })),
    ...forms.map((form) => tryForm(form, { doors, preset, demand })),
    ...platforms
      .filter((platform) => platform !== 'other')
      .map((platform) => ({
        what: platform,
        result: appsOffered(platform, preset, demand) ? ('good' as const) : ('wrong' as const),
      })),
  ];
}

/** With a key that nobody has. Protocols that come from the panel are not known here and not tried. */
function doorsOf(seeds: EndpointSeeds, preset: Preset): Door[] {
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

function tryDoor(door: Door, { preset, demand }: { preset: Preset; demand: ServerDemand }): TrialLine[] {
  return modes.flatMap((mode) => [
    { what: `${door.name} · ${mode} · link`, result: isReadBack(door, mode, preset) ? 'good' : 'wrong' },
    ...formats.map((format): TrialLine => {
      const what = `${door.name} · ${mode} · ${format}`;
      if (!carries(format, door.access, demand)) return { what, result: 'skipped' };
      const file = configFile([door], { format, mode, demand, cut: preset.cut });
      const text = file === undefined ? '' : Buffer.from(file.bytes).toString();
      return { what, result: isWhole(text, { format, door }) ? 'good' : 'wrong' };
    }),
  ]);
}

function isReadBack({ access, name }: Door, mode: KeyMode, { cut }: Preset): boolean {
  const read = readShareLink(shareLink(access, { name, mode, cut }));
  return read !== undefined && JSON.stringify(sorted(read.access)) === JSON.stringify(sorted(access));
}

function sorted(value: object): unknown[] {
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .toSorted(([one], [other]) => one.localeCompare(other));
}

/** JSON that can be read, or YAML that names the server: the server stands in it either way. */
function isWhole(text: string, { format, door }: { format: string; door: Door }): boolean {
  if (!text.includes(door.access.host)) return false;
  if (format === 'mihomo') return /^proxies:/m.test(text) && !text.includes('undefined');
  try {
    return JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

function tryForm(
  form: FeedForm,
  { doors, preset, demand }: { doors: readonly Door[]; preset: Preset; demand: ServerDemand },
): TrialLine {
  if (doors.length === 0) return { what: form, result: 'skipped' };
  const bodies = modes.map((mode) => feedOf(doors, { form, mode, demand, cut: preset.cut }).body);
  return { what: form, result: bodies.every((body) => body.trim() !== '') ? 'good' : 'wrong' };
}

function appsOffered(
  platform: (typeof platforms)[number],
  { hiddenApps }: Preset,
  demand: ServerDemand,
): boolean {
  return modes.some((mode) =>
    appsFor(platform, mode, demand).some(({ id }) => !hiddenApps.includes(id as AppId)),
  );
}
