import type { DemandReading } from '../contract.rules.ts';
import type { ServerDemand } from '../demand.rules.ts';
import type { RealityTold } from './settings.ts';

type ServerVersions = Partial<Pick<RealityTold, 'xrayVersion' | 'minClientVersion'>>;

/** Reads what the server demands out of its version and its lowest client version. */
export function readDemand({ xrayVersion, minClientVersion }: ServerVersions): DemandReading {
  const version = parse(xrayVersion);
  const lowest = parse(minClientVersion);
  const problems = [
    ...(version === undefined ? [wrong('xrayVersion', '26.3.27')] : []),
    ...(lowest === undefined ? [wrong('minClientVersion', '1.0.0')] : []),
  ];
  if (version === undefined || lowest === undefined) return { ok: false, problems };
  return { ok: true, demand: demandOf(version, lowest) };
}

/** The same with what an encrypted inbound asks: of the apps offered only those on Xray know VLESS Encryption. */
export function readDemandOf(told: RealityTold): DemandReading {
  const reading = readDemand(told);
  if (!reading.ok || reading.demand !== 'any' || !isEncrypted(told)) return reading;
  return { ok: true, demand: 'recent-xray' };
}

function isEncrypted({ encryption }: RealityTold): boolean {
  return encryption !== undefined && encryption.trim() !== 'none';
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
