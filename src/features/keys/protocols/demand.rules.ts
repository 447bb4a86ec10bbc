/**
 * What the server asks of clients that come with Reality. `recent-xray`: clients that announce a version below 26.3.27
 * are sent to the decoy site; sing-box and mihomo announce 1.8. `mlkem`: a post-quantum key share must come first;
 * sing-box strips it, mihomo sends it when told to.
 */
export type ServerDemand = 'any' | 'recent-xray' | 'mlkem';

export interface ServerSettings {
  /** As `xray version` prints it, for example `26.3.27`; undefined: what the panel is known to run, which is older. */
  xrayVersion?: string | undefined;
  /** `minClientVer` of the inbound; empty or undefined: not set there. */
  minClientVersion?: string | undefined;
}

export type DemandReading = { ok: true; demand: ServerDemand } | { ok: false; problems: string[] };

/** Reads what the server demands out of its version and its lowest client version. */
export function readDemand({ xrayVersion, minClientVersion }: ServerSettings): DemandReading {
  const version = parse(xrayVersion);
  const lowest = parse(minClientVersion);
  const problems = [
    ...(version === undefined ? [wrong('xrayVersion', '26.3.27')] : []),
    ...(lowest === undefined ? [wrong('minClientVersion', '1.0.0')] : []),
  ];
  if (version === undefined || lowest === undefined) return { ok: false, problems };
  return { ok: true, demand: demandOf(version, lowest) };
}

type Version = readonly number[];

function demandOf(version: Version, lowest: Version): ServerDemand {
  if (isAtLeast(version, [26, 9, 8])) return 'mlkem';
  const isGatedByDefault = isAtLeast(version, [26, 7, 11]) && lowest.length === 0;
  return isGatedByDefault || isAtLeast(lowest, [1, 8, 2]) ? 'recent-xray' : 'any';
}

/** Empty for what is not given; undefined for what is no version. */
function parse(text = ''): Version | undefined {
  const trimmed = text.trim().replace(/^v/, '');
  if (trimmed === '') return [];
  return /^\d{1,4}(\.\d{1,4}){2}$/.test(trimmed) ? trimmed.split('.').map(Number) : undefined;
}

function isAtLeast(version: Version, other: readonly [number, number, number]): boolean {
  for (const [index, wanted] of other.entries()) {
    const difference = (version[index] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function wrong(field: string, example: string): string {
  return `${field}: must be three numbers with dots, for example ${example}`;
}
