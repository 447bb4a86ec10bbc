const words: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'the user that the bot runs as may not use it',
  EPERM: 'the user that the bot runs as may not use it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk can only be read',
};

/** Why a file or a folder cannot be used, in words where we have some; what else went wrong says so itself. */
export function fileWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return words[code] ?? error.message;
}
