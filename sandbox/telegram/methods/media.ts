import type { TelegramDocument, TelegramPhotoSize } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { Upload } from '../api/read-request.ts';
import type { FileKind, StoredFile } from '../chats/files.ts';
import type { Content } from '../chats/post.ts';
import type { Core } from '../core.ts';
import { checkFile, checkPhoto } from '../rules/check-file.ts';
import type { MethodRequest } from './method.ts';
import { readCaption, type CaptionOptions } from './send-options.ts';

export interface InputMedia extends CaptionOptions {
  type: string;
  media: string;
}

export type InputFile = Upload | string;

function findKnown(core: Core, fileId: string, kind: FileKind): StoredFile {
  if (/^https?:\/\//i.test(fileId)) throw badRequest('failed to get HTTP URL content');
  const known = core.files.find(fileId);
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified');
  const word = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  if (known.kind !== kind) throw badRequest(`can't use file of type ${word(known.kind)} as ${word(kind)}`);
  return known;
}

/** Keeps a new file after its checks; photos get their size in pixels. */
export function keepFile(
  core: Core,
  kind: FileKind,
  file: { bytes: Uint8Array; name: string; mime: string },
): StoredFile {
  if (kind === 'document') {
    checkFile(file.bytes);
    return core.files.add({ kind, ...file });
  }
  const { width, height, format } = checkPhoto(file.bytes);
  return core.files.add({ kind, bytes: file.bytes, name: file.name, mime: `image/${format}`, width, height });
}

/** A file given as an upload, as `attach://<name>` or as a known file id. */
export function readFile({ core, attachments }: MethodRequest, input: InputFile, kind: FileKind): StoredFile {
  const attached =
    typeof input === 'string' && input.startsWith('attach://') ? input.slice('attach://'.length) : undefined;
  const upload =
    input instanceof Upload ? input : attached === undefined ? undefined : attachments.get(attached);
  if (upload) return keepFile(core, kind, upload);
  if (attached !== undefined)
    throw badRequest(`there is no file "${attached}" in the request for attach://${attached}`);
  return findKnown(core, input as string, kind);
}

const largestSide = 1280;
const thumbnailSide = 320;

function sizeWithin(file: StoredFile, side: number): Pick<TelegramPhotoSize, 'width' | 'height'> {
  const { width = 1, height = 1 } = file;
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

const photoSize = (file: StoredFile, side: number): TelegramPhotoSize => ({
  file_id: file.fileId,
  file_unique_id: file.fileUniqueId,
  ...sizeWithin(file, side),
  file_size: file.bytes.length,
});

/** A photo as its sizes, the smallest first; the sandbox keeps one copy of the bytes for all of them. */
export function photoContent(core: Core, file: StoredFile): Content {
  const large = photoSize(file, largestSide);
  if (Math.max(large.width, large.height) <= thumbnailSide) return { photo: [large] };
  const { kind, bytes, name, mime, width, height } = file;
  const size = width === undefined || height === undefined ? {} : { width, height };
  const thumbnail = core.files.add({ kind, bytes, name, mime, ...size });
  return {
    photo: [{ ...photoSize(thumbnail, thumbnailSide), file_unique_id: `${file.fileUniqueId}s` }, large],
  };
}

export function documentContent(file: StoredFile): Content {
  const document: TelegramDocument = {
    file_id: file.fileId,
    file_unique_id: file.fileUniqueId,
    file_name: file.name,
    mime_type: file.mime || 'application/octet-stream',
    file_size: file.bytes.length,
  };
  return { document };
}

/** The content of one InputMedia of type photo or document, with its caption. */
export function readMedia(request: MethodRequest, media: InputMedia): Content {
  if (media.type !== 'photo' && media.type !== 'document')
    throw badRequest(`the sandbox does not model media of type "${media.type}"`);
  const caption = readCaption(media);
  const file = readFile(request, media.media, media.type);
  return {
    ...(media.type === 'photo' ? photoContent(request.core, file) : documentContent(file)),
    ...caption,
  };
}
