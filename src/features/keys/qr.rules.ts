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
  const errorCorrectionLevel = versionForMedium(text) <= maxVersionForMedium ? 'M' : 'L';
  return toBuffer(text, { type: 'png', errorCorrectionLevel, margin: 4, scale: 8 });
}

/** The mask does not change the version, and trying all eight is most of the work. */
function versionForMedium(text: string): number {
  return create(text, { errorCorrectionLevel: 'M', maskPattern: 0 }).version;
}
