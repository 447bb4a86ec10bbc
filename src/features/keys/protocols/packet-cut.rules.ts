/** `standard` is the plain connection; `enhanced` cuts the first packets so that filters cannot read them. */
export const modes = ['standard', 'enhanced'] as const;
export type KeyMode = (typeof modes)[number];

export function opposite(mode: KeyMode): KeyMode {
  return mode === 'standard' ? 'enhanced' : 'standard';
}

/** The way a key is made for a person, beside the tunnel it opens. */
export interface Look {
  /** Shown in the app's list; may be anything a person can type. */
  name: string;
  mode: KeyMode;
  /** How Enhanced cuts; `packetCut` when not given. */
  cut?: PacketCut | undefined;
}

/** The writes that are cut, into pieces of how many bytes, how many milliseconds apart: each from the first to the last. */
export interface PacketCut {
  packets: string;
  length: string;
  interval: string;
}

/**
 * How the first packets are cut: writes one to three, 100–200 bytes at a time, 10–20 ms apart, ten pieces at
 * most. Not `tlshello`, which Xray takes over Reality (docs/configs.md) but v2rayNG rewrites, since it saw it
 * break there (its pull request 2889); no more pieces, because a
 * ClientHello with ML-KEM is 1.8 kB and each piece costs 10–20 ms.
 */
export const packetCut: PacketCut = { packets: '1-3', length: '100-200', interval: '10-20' };

/** Ready-made cuts to choose from: against simple filters, for most networks, and against those that look hardest. */
export const strengths = ['soft', 'medium', 'hard'] as const;
export type CutStrength = (typeof strengths)[number];

export const cutStrengths: Readonly<Record<CutStrength, PacketCut>> = {
  soft: { packets: '1-1', length: '200-400', interval: '5-10' },
  medium: packetCut,
  hard: { packets: '1-5', length: '40-80', interval: '10-30' },
};

/** Which of the ready-made cuts this is, if it is one. */
export function strengthOf({ packets, length, interval }: PacketCut): CutStrength | undefined {
  return strengths.find((name) => {
    const known = cutStrengths[name];
    return known.packets === packets && known.length === length && known.interval === interval;
  });
}

/** As Xray's configuration takes it. */
export function xrayCut(cut: PacketCut = packetCut) {
  return { ...cut, maxSplit: mostPieces(cut) };
}

/** The same for links, in both spellings: `length`/`delay` for cores from 26.3.23, the plurals from 26.6.22. */
export function finalMask(cut: PacketCut = packetCut) {
  const { packets, length, interval } = cut;
  const lists = { lengths: [length], delays: [interval], maxSplit: mostPieces(cut) };
  return { tcp: [{ type: 'fragment', settings: { packets, length, delay: interval, ...lists } }] };
}

/** Where the name of the site stands in a greeting of 1.8 kB. */
const bytesToCut = 1_500;

/** As many as it takes to cut up that part of a greeting, and not without end: each piece costs its interval. */
function mostPieces({ length }: PacketCut): number {
  const [from = 0, to = 0] = length.split('-').map(Number);
  return Math.min(Math.max(10, Math.ceil((2 * bytesToCut) / (from + to))), 64);
}
