import { z } from 'zod';
import { clip } from '../../../telegram/screens/clip.ts';
import { appIds } from '../apps.rules.ts';
import { accessOf, type Endpoint, endpointOf, readShareLink, shareLink } from '../protocols/access.rules.ts';
import { type PacketCut, packetCut } from '../protocols/packet-cut.rules.ts';
import { type Protocol, protocols, rulesOf, type Shapes } from '../protocols/registry.rules.ts';
import { type EndpointSeeds, readSeed, type Typed } from '../protocols/seeds.rules.ts';

const range = z.string().regex(/^\d{1,4}-\d{1,4}$/);
const own = z.string().max(255).optional();

const typedSchemas: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  protocols.map((protocol) => [
    protocol,
    z.object(Object.fromEntries(rulesOf[protocol].typed.map((field) => [field, own]))).default({}),
  ]),
);

/** The choices of the operator in the chat. What is left out is as the environment, or the panel, says. */
export const presetSchema = z.object({
  // What each protocol lets an admin type: the compiler cannot follow that through the loop.
  ...(typedSchemas as { readonly [P in Protocol]: z.ZodType<Typed<P>> }),
  cut: z.object({ packets: range, length: range, interval: range }).default(packetCut),
  /** Protocols that are not handed out. */
  without: z.array(z.enum(protocols)).default([]),
  /** Apps that are not offered. */
  hiddenApps: z.array(z.enum(appIds)).default([]),
  /** Further servers that let the same people in, each by a share link in which the person's key takes its place. */
  servers: z
    .array(z.object({ name: z.string().min(1).max(48), link: z.string().max(2_000) }))
    .max(20)
    .default([]),
});
export type Preset = z.infer<typeof presetSchema>;

/** Nothing chosen: everything as the environment and the panel say. */
export const emptyPreset: Preset = presetSchema.parse({});

export type PresetField =
  | { [P in Protocol]: `${P}.${Shapes[P]['typed']}` }[Protocol]
  | `cut.${keyof PacketCut}`;

/** The parts that a preset is made of, as it is shown. */
export const presetParts = [...protocols, 'cut'] as const;
export type PresetPart = (typeof presetParts)[number];

/** The fields that are typed; protocols and apps are switched, servers added and taken away. */
export const presetFields: readonly PresetField[] = [
  ...protocols.flatMap((protocol) =>
    rulesOf[protocol].typed.map((field) => `${protocol}.${field}` as PresetField),
  ),
  'cut.packets',
  'cut.length',
  'cut.interval',
];

/** The endpoints of the environment with what the preset changes about them, and what is wrong with them. */
export function readEndpoints(
  seeds: EndpointSeeds,
  preset: Preset,
): { endpoints: Endpoint[]; problems: { protocol: Protocol; problem: string }[] } {
  const readings = protocols.map((protocol) => ({
    protocol,
    reading: readSeed(protocol, seeds, given(preset[protocol])),
  }));
  return {
    endpoints: readings.flatMap(({ reading }) => (reading?.ok === true ? [reading.endpoint] : [])),
    problems: readings.flatMap(({ protocol, reading }) =>
      reading === undefined || reading.ok ? [] : reading.problems.map((problem) => ({ protocol, problem })),
    ),
  };
}

/** Only what is there, so that it changes nothing else. */
function given<T extends object>(changes: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/**
 * The preset with one field as typed, `-` for what the environment says; undefined when no endpoint could be
 * read with it. An endpoint that the panel describes cannot be changed here.
 */
export function withField(
  { seeds, preset }: { seeds: EndpointSeeds; preset: Preset },
  field: PresetField,
  text: string,
): Preset | undefined {
  const [part, name] = field.split('.') as [Protocol | 'cut', string];
  const typed = text.trim();
  const isReset = typed === '-';
  if (part === 'cut') {
    const value = isReset ? packetCut[name as keyof typeof packetCut] : typed;
    if (!isGoodRange(name, value)) return undefined;
    return { ...preset, cut: { ...preset.cut, [name]: value } };
  }
  if (seeds[part] === undefined || typed.length > 255) return undefined;
  const changed = { ...preset, [part]: { ...preset[part], [name]: isReset ? undefined : typed } };
  return readEndpoints(seeds, changed).problems.some(({ protocol }) => protocol === part)
    ? undefined
    : changed;
}

/** The widest that is of any use: pieces within one packet, pauses that a person does not notice. */
const limits: Record<string, [number, number]> = { packets: [1, 9], length: [1, 1_400], interval: [0, 200] };

function isGoodRange(name: string, text: string): boolean {
  const [from, to] = /^\d{1,4}-\d{1,4}$/.test(text) ? text.split('-').map(Number) : [];
  const [least, most] = limits[name] ?? [0, 0];
  return from !== undefined && to !== undefined && from >= least && from <= to && to <= most;
}

const nobody = '00000000-0000-4000-8000-000000000000';

/**
 * The preset with a further server, by one of its share links, of which the key is forgotten; undefined for a
 * link that is none of our protocols.
 */
export function withServer(preset: Preset, text: string): Preset | undefined {
  const read = text.length > 2_000 ? undefined : readShareLink(text.trim());
  if (read === undefined || preset.servers.length >= 20) return undefined;
  const name = clip(read.name.trim() === '' ? read.access.host : read.name.trim(), 48);
  const link = shareLink(accessOf(endpointOf(read.access), nobody), { name, mode: 'standard' });
  const others = preset.servers.filter((server) => server.link !== link);
  return { ...preset, servers: [...others, { name, link }] };
}

/** The further servers as endpoints; one that cannot be read any more is left out. */
export function readServers({ servers }: Preset): { endpoint: Endpoint; name: string }[] {
  return servers.flatMap(({ name, link }) => {
    const read = readShareLink(link);
    return read === undefined ? [] : [{ endpoint: endpointOf(read.access), name }];
  });
}

/** The part that a field belongs to. */
export function partOf(field: PresetField): PresetPart {
  return presetParts.find((part) => field.startsWith(`${part}.`)) ?? 'cut';
}
