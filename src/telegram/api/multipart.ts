import { randomBytes } from 'node:crypto';
import type { InputFile } from './input-file.ts';

/** A multipart/form-data body under construction, as bytes, so that it can be sent again. */
export interface Multipart {
  contentType: string;
  addText(name: string, value: string): void;
  addFile(name: string, file: InputFile): void;
  toBytes(): Buffer;
}

/**
 * Writes texts byte for byte. FormData, by its standard, turns every line feed of a text into CR LF, which would
 * shift the entities of a caption.
 */
export function createMultipart(): Multipart {
  const boundary = `----${randomBytes(24).toString('hex')}`;
  const pieces: Uint8Array[] = [];
  const add = (disposition: string, content: Uint8Array): void => {
    pieces.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`));
    pieces.push(content, Buffer.from('\r\n'));
  };
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    addText: (name, value) => add(`name="${quotable(name)}"`, Buffer.from(value)),
    addFile(name, { filename, contentType, bytes }) {
      const type = /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream';
      add(`name="${quotable(name)}"; filename="${quotable(filename)}"\r\nContent-Type: ${type}`, bytes);
    },
    toBytes: () => Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** As browsers write names: what would end the quotes or the line is percent-encoded. */
function quotable(name: string): string {
  return name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
