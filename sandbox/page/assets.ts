import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

/** A file as the browser gets it: bytes, media type and a strong entity tag. */
export interface Asset {
  body: string;
  type: string;
  etag: string;
}

const TYPES: Record<string, string> = {
  ts: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

// Only these folders and only plain names: a path can neither climb out nor reach the server's own files.
const ALLOWED =
  /^(?:(?:page|waiting)\.html|(?:browser|styles|art)\/(?:[a-z-]+\/)?[a-z0-9-]+\.(?:ts|css|svg))$/;

/** Creates the shelf of page files under `root`; a file is read again only when it changed on disk. */
export function createAssetShelf(root: URL): { find(path: string): Promise<Asset | undefined> } {
  const shelf = new Map<string, { changedMs: number; asset: Asset }>();
  return {
    async find(path) {
      if (!ALLOWED.test(path)) return undefined;
      const file = new URL(path, root);
      const changedMs = await stat(file).then(
        (found) => found.mtimeMs,
        () => undefined,
      );
      if (changedMs === undefined) return undefined;
      const known = shelf.get(path);
      if (known?.changedMs === changedMs) return known.asset;
      const asset = toAsset(path, await readFile(file, 'utf8'));
      shelf.set(path, { changedMs, asset });
      return asset;
    },
  };
}

function toAsset(path: string, source: string): Asset {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const body = extension === 'ts' ? withoutTypes(source) : source;
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, type: TYPES[extension] ?? 'application/octet-stream', etag };
}

// Node 24 warns once that stripping is experimental; the same stripping runs this very program, so the
// warning tells a person who starts the sandbox nothing. The call is synchronous: nobody else is silenced.
function withoutTypes(source: string): string {
  const emitWarning = process.emitWarning;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
