import type { Pool } from 'undici';
import type { ApiAddress } from './api-address.ts';
import { exchange } from './exchange.ts';
import { TelegramError } from './telegram-error.ts';

export interface FilePlace {
  file_path?: string;
  file_size?: number;
}

export interface DownloadParts {
  pool: Pool;
  address: ApiAddress;
  timeoutMs: number;
}

/** Fetches the bytes of a file whose place `getFile` told. The place itself, which holds the token, stays inside. */
export async function downloadFrom(
  { pool, address, timeoutMs }: DownloadParts,
  file: FilePlace,
  limits: { maxBytes: number; signal?: AbortSignal | undefined },
): Promise<Buffer> {
  const { maxBytes, signal } = limits;
  if ((file.file_size ?? 0) > maxBytes) throw failed('too-big', 0, `the file is over ${maxBytes} bytes`);
  if (!isPlainPath(file.file_path)) throw failed('other', 0, 'the file has no usable path');
  const answer = await exchange(pool, {
    label: 'downloadFile',
    verb: 'GET',
    path: address.filePath(file.file_path),
    timeoutMs: timeoutMs + maxBytes / 100,
    maxAnswerBytes: maxBytes,
    signal,
  });
  if (answer.status !== 200)
    throw failed(answer.status >= 500 ? 'server' : 'other', answer.status, 'no file');
  return answer.body;
}

function isPlainPath(path: string | undefined): path is string {
  return path !== undefined && !path.split('/').some((part) => /^\.{0,2}$/.test(part));
}

function failed(kind: 'too-big' | 'other' | 'server', code: number, description: string): TelegramError {
  return new TelegramError({ method: 'downloadFile', kind, code, description });
}
