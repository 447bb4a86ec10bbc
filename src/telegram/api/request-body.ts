import { isInputFile, type InputFile } from './input-file.ts';
import { createMultipart, type Multipart } from './multipart.ts';

/** A payload ready to be posted, as often as needed. */
export interface RequestBody {
  content: string | Buffer;
  headers: Record<string, string>;
  /** Bytes of the uploaded files together; 0 without files. */
  fileBytes: number;
}

/**
 * JSON, or multipart as soon as a file stands anywhere in the payload. In multipart every object is sent as JSON
 * text, so none is lost; a file of its own goes under its field's name, a nested one as `attach://`. Null and
 * undefined are left out. Bytes that are not an `InputFile` are a TypeError.
 */
export function encodePayload(payload: object): RequestBody {
  const files: InputFile[] = [];
  const json = JSON.stringify(payload, collectFiles(files));
  if (files.length === 0) {
    return { content: json, headers: { 'content-type': 'application/json' }, fileBytes: 0 };
  }
  return {
    ...multipartOf(payload),
    fileBytes: files.reduce((sum, file) => sum + file.bytes.byteLength, 0),
  };
}

function multipartOf(payload: object): Pick<RequestBody, 'content' | 'headers'> {
  const form = createMultipart();
  for (const [field, value] of Object.entries(payload)) {
    if (value === undefined || value === null) continue;
    if (isInputFile(value)) form.addFile(field, value);
    else if (typeof value === 'object') addObject(form, field, value);
    else form.addText(field, String(value));
  }
  return { content: form.toBytes(), headers: { 'content-type': form.contentType } };
}

function addObject(form: Multipart, field: string, value: object): void {
  const files: InputFile[] = [];
  const attachedAs = (index: number): string => `${field}_file_${index}`;
  form.addText(field, JSON.stringify(value, collectFiles(files, attachedAs)));
  files.forEach((file, index) => form.addFile(attachedAs(index), file));
}

type Replacer = (this: Record<string, unknown>, key: string, value: unknown) => unknown;

/** A JSON replacer that puts `attach://` names in the place of files and gathers the files in that order. */
function collectFiles(files: InputFile[], nameOf: (index: number) => string = String): Replacer {
  return function replace(key, value) {
    // Buffer has toJSON, so only the holder still shows the bytes.
    const original = this[key];
    if (original instanceof Uint8Array)
      throw new TypeError(`"${key}" holds bytes: wrap them with inputFile()`);
    if (isInputFile(original)) return `attach://${nameOf(files.push(original) - 1)}`;
    if (Array.isArray(value)) return value.filter((item) => item !== undefined && item !== null);
    return value === null ? undefined : value;
  };
}
