import { inflateSync } from 'node:zlib';

export interface Pixels {
  width: number;
  height: number;
  /** RGBA. */
  data: Uint8Array;
}

/** Reads an 8-bit RGBA PNG without interlacing, by the PNG specification, apart from the library that wrote it. */
export function readPng(png: Buffer): Pixels {
  const chunks = readChunks(png);
  const header = chunks.find((chunk) => chunk.type === 'IHDR')?.body ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header[8] !== 8 || header[9] !== 6 || header[12] !== 0) throw new Error('not an 8-bit RGBA PNG');
  const parts = chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.body);
  return { width, height, data: unfilter(inflateSync(Buffer.concat(parts)), width * 4, height) };
}

function readChunks(png: Buffer): { type: string; body: Buffer }[] {
  const chunks = [];
  for (let offset = 8; offset < png.length; ) {
    const length = png.readUInt32BE(offset);
    const type = png.toString('latin1', offset + 4, offset + 8);
    chunks.push({ type, body: png.subarray(offset + 8, offset + 8 + length) });
    offset += 12 + length;
  }
  return chunks;
}

/** Undoes the prediction of each line from its left and upper neighbours. */
function unfilter(raw: Buffer, stride: number, height: number): Uint8Array {
  const data = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const line = raw.subarray(y * (stride + 1), (y + 1) * (stride + 1));
    const above = y === 0 ? new Uint8Array(stride) : data.subarray((y - 1) * stride, y * stride);
    unfilterLine(line, above, data.subarray(y * stride, (y + 1) * stride));
  }
  return data;
}

function unfilterLine(line: Uint8Array, above: Uint8Array, target: Uint8Array): void {
  const predict = predictors[line[0] ?? 0] ?? predictors[0];
  for (let x = 0; x < target.length; x += 1) {
    const left = x < 4 ? 0 : (target[x - 4] ?? 0);
    const corner = x < 4 ? 0 : (above[x - 4] ?? 0);
    target[x] = (line[x + 1] ?? 0) + predict(left, above[x] ?? 0, corner);
  }
}

type Predictor = (left: number, up: number, corner: number) => number;

const predictors: [Predictor, ...Predictor[]] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
