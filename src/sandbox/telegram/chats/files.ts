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
  clear(): void;
}

const idStarts: Record<FileKind, string> = { photo: 'AgACAgIAAxk', document: 'BQACAgIAAxk' };

/** Keeps the content of files under file ids that nobody can guess. */
export function createFileStore(): FileStore {
  const byId = new Map<string, StoredFile>();
  const byPath = new Map<string, StoredFile>();
  return {
    add(file) {
      const extension = /\.[A-Za-z0-9]{1,8}$/.exec(file.name)?.[0] ?? (file.kind === 'photo' ? '.jpg' : '');
      const stored: StoredFile = {
        ...file,
        fileId: `${idStarts[file.kind]}${randomBytes(32).toString('base64url')}`,
        fileUniqueId: `AQAD${createHash('sha256').update(file.bytes).update(file.kind).digest('base64url').slice(0, 11)}`,
        path: `${file.kind}s/file_${byId.size}${extension}`,
      };
      byId.set(stored.fileId, stored);
      byPath.set(stored.path, stored);
      return stored;
    },
    find: (fileId) => byId.get(fileId),
    findByPath: (path) => byPath.get(path),
    clear() {
      byId.clear();
      byPath.clear();
    },
  };
}
