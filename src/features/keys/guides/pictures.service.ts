import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Attachment } from '../../../telegram/screens/screen-port.ts';

/** The drawings of the steps, one for each name and language, made by scripts/guide-pictures.ts. */
export interface Pictures {
  /** Undefined when there is no such file: the step is shown without it. */
  find(language: string, name: string): Promise<Attachment | undefined>;
}

export const picturesFolder = new URL('pictures/', import.meta.url);

/** Reads each picture when it is first wanted, and keeps it: there are few and small ones. */
export function createPictures(folder: URL = picturesFolder): Pictures {
  const known = new Map<string, Promise<Attachment | undefined>>();
  return {
    find(language, name) {
      const path = `${language}/${name}.png`;
      const kept = known.get(path) ?? read(new URL(path, folder), name);
      known.set(path, kept);
      return kept;
    },
  };
}

async function read(file: URL, name: string): Promise<Attachment | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  const digest = createHash('sha256').update(bytes).digest('base64url');
  return { bytes, filename: `${name}.png`, contentType: 'image/png', illustration: digest };
}
