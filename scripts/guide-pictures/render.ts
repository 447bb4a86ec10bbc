import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { chromium } from 'playwright-core';
import { canvas } from './kit.ts';

const keyword = 'Source';

/** What the drawing of a picture hashes to; it stands in the picture, so that a test can tell an old one. */
export function fingerprint(svg: string): string {
  return createHash('sha256').update(svg).digest('hex');
}

/** Draws each SVG with the Chromium of this machine, as PNG with the fingerprint of its source inside. */
export async function renderAll(drawings: ReadonlyMap<string, string>): Promise<Map<string, Buffer>> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  });
  try {
    const page = await browser.newPage({ viewport: canvas });
    const pictures = new Map<string, Buffer>();
    for (const [name, svg] of drawings) {
      await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
      pictures.set(name, withNote(await page.screenshot({ type: 'png' }), fingerprint(svg)));
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

/** Puts a text chunk behind the header of a PNG, which is always 33 bytes. */
function withNote(png: Buffer, text: string): Buffer {
  const content = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(content.length + 8);
  chunk.writeUInt32BE(content.length - 4, 0);
  content.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(content), content.length + 4);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

/** The fingerprint that a picture was drawn from; undefined for a foreign file. */
export function fingerprintIn(png: Buffer): string | undefined {
  return new RegExp(`tEXt${keyword}\\0([0-9a-f]{64})`).exec(png.subarray(33, 150).toString('latin1'))?.[1];
}
