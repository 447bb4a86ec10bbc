/** A PNG header of this size; enough for everything that looks at the header only. */
export function pngOf(width: number, height: number, bytes = 100): Uint8Array {
  const content = Buffer.alloc(Math.max(bytes, 33));
  content.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  content.writeUInt32BE(13, 8);
  content.write('IHDR', 12, 'latin1');
  content.writeUInt32BE(width, 16);
  content.writeUInt32BE(height, 20);
  return new Uint8Array(content);
}

/** The first markers of a JPEG of this size. */
export function jpegOf(width: number, height: number): Uint8Array {
  const content = Buffer.alloc(64);
  content.set([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x00, 0x00, 0xff, 0xc0, 0x00, 0x11, 0x08]);
  content.writeUInt16BE(height, 13);
  content.writeUInt16BE(width, 15);
  return new Uint8Array(content);
}
