import { createHash, randomBytes } from 'node:crypto';

export type FileKind = 'photo' | 'document';

export interface StoredFile {
  fileId: string;
  fileUniqueId: string;
  kind: FileKind;
  bytes: Uint8Array;
  name: string;
  mime: string;
  /** Under `/file/bot<token>/`. */
  path: string;
  width?: number;
  height?: number;
}

export type NewFile = Pick<StoredFile, 'kind' | 'bytes' | 'name' | 'mime' | 'width' | 'height'>;

export interface FileStore {
  add(file: NewFile): StoredFile;
  find(fileId: string): StoredFile | undefined;
  findByPath(path: string): StoredFile | undefined;
  /** The newest files, 50 MB of them together, oldest first. */
  snapshot(): SavedFile[];
  /** Takes back the files whose content is still there. */
  restore(saved: readonly SavedFile[], contentOf: (fileId: string) => Uint8Array | undefined): void;
  clear(): void;
}

/** A file without its content, which is kept elsewhere under its file id. */
export type SavedFile = Omit<StoredFile, 'bytes'>;

const savedBytes = 50 * 1024 * 1024;

function newestFiles(files: StoredFile[]): SavedFile[] {
  let leftBytes = savedBytes;
  const newest: SavedFile[] = [];
  for (const { bytes, ...saved } of files.toReversed()) {
    leftBytes -= bytes.length;
    if (leftBytes < 0) break;
    newest.unshift(saved);
  }
  return newest;
}

const idStarts: Record<FileKind, string> = { photo: 'AgACAgIAAxk', document: 'BQACAgIAAxk' };

/** Keeps the content of files under file ids that nobody can guess. */
export function createFileStore(): FileStore {
  const byId = new Map<string, StoredFile>();
  const byPath = new Map<string, StoredFile>();
  const keep = (stored: StoredFile): void => {
    byId.set(stored.fileId, stored);
    byPath.set(stored.path, stored);
  };
  return {
    add(file) {
      const extension = /\.[A-Za-z0-9]{1,8}$/.exec(file.name)?.[0] ?? (file.kind === 'photo' ? '.jpg' : '');
      const random = randomBytes(32).toString('base64url');
      const stored: StoredFile = {
        ...file,
        fileId: `${idStarts[file.kind]}${random}`,
        fileUniqueId: `AQAD${createHash('sha256').update(file.bytes).update(file.kind).digest('base64url').slice(0, 11)}`,
        path: `${file.kind}s/file_${random.slice(0, 8)}${extension}`,
      };
      keep(stored);
      return stored;
    },
    find: (fileId) => byId.get(fileId),
    findByPath: (path) => byPath.get(path),
    snapshot: () => newestFiles([...byId.values()]),
    restore(saved, contentOf) {
      for (const file of saved) {
        const bytes = contentOf(file.fileId);
        if (bytes) keep({ ...file, bytes });
      }
    },
    clear() {
      byId.clear();
      byPath.clear();
    },
  };
}
