import { badRequest, apiError } from '../api/api-error.ts';
import { findImageSize, type ImageSize } from './image-size.ts';

const mebibyte = 1024 * 1024;
const maxPhotoBytes = 10 * mebibyte;
const maxUploadBytes = 50 * mebibyte;

/** getFile serves files up to this size. */
export const maxDownloadBytes = 20 * mebibyte;

/** A file of any kind: not empty, at most 50 MB. */
export function checkFile(bytes: Uint8Array): void {
  if (bytes.length === 0) throw badRequest('file must be non-empty');
  if (bytes.length > maxUploadBytes) throw apiError(413, '');
}

/**
 * A photo: PNG or JPEG, at most 10 MB, width and height together at most 10000, their ratio at most 20.
 * Returns its size in pixels.
 */
export function checkPhoto(bytes: Uint8Array): ImageSize {
  checkFile(bytes);
  if (bytes.length > maxPhotoBytes)
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    );
  const size = findImageSize(bytes);
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  const isTooLong = width + height > 10_000;
  const isTooNarrow = Math.max(width, height) > 20 * Math.min(width, height);
  if (width === 0 || height === 0 || isTooLong || isTooNarrow) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return size;
}
