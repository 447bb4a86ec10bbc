import { create, toBuffer } from 'qrcode';

/** Denser codes are hard on old cameras and on Telegram's recompression. */
const maxBytes = 1000;

/** Up to this version the stronger correction still leaves modules of eight pixels on a phone screen. */
const maxVersionForMedium = 20;

/**
 * A QR code as PNG: margin of 4 modules, 8 pixels each, correction M while it fits version 20 and L above.
 * `undefined` for more than 1000 bytes: the caller shows the code of the subscription instead.
 */
export async function qrPng(text: string): Promise<Buffer | undefined> {
  if (Buffer.byteLength(text) > maxBytes || text === '') return undefined;
  const medium = create(text, { errorCorrectionLevel: 'M' });
  const errorCorrectionLevel = medium.version <= maxVersionForMedium ? 'M' : 'L';
  return toBuffer(text, { type: 'png', errorCorrectionLevel, margin: 4, scale: 8 });
}
