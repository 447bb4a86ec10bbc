const mark: unique symbol = Symbol('InputFile');

/** A file to be uploaded with a call. Made only by `inputFile`. */
export interface InputFile {
  readonly [mark]: true;
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly contentType: string;
}

/** Marks bytes as a file to upload; may stand wherever the Bot API takes an InputFile, also inside media. */
export function inputFile(file: { bytes: Uint8Array; filename: string; contentType?: string }): InputFile {
  return {
    [mark]: true,
    bytes: file.bytes,
    filename: file.filename,
    contentType: file.contentType ?? 'application/octet-stream',
  };
}

export function isInputFile(value: unknown): value is InputFile {
  return typeof value === 'object' && value !== null && mark in value;
}
