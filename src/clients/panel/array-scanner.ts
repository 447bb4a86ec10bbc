/** Text that is no JSON array: something else from the start, broken on its way, or followed by more. */
export class NotAnArrayError extends Error {}

export interface ArrayScanner {
  /** Takes the next bytes; answers the elements that they complete, parsed. Fails with `NotAnArrayError`. */
  push(chunk: Buffer): unknown[];
  /** The text is over: fails with `NotAnArrayError` unless the array was closed. */
  end(): void;
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);
const opening = 0x5b;
const closing = 0x5d;
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Reads one JSON array while its bytes arrive, so that neither its text nor all of its elements need be held. It only
 * looks for the commas between elements; what stands between them is `JSON.parse`'s to judge, so that text it refuses
 * is refused here too. Bytes of UTF-8 beyond ASCII are never taken for punctuation.
 */
export function createArrayScanner(): ArrayScanner {
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  let state: 'before' | 'inside' | 'after' = 'before';
  let hadComma = false;
  let pending: Buffer[] = [];

  function push(chunk: Buffer): unknown[] {
    let from = 0;
    /** Behind the last comma between elements, or -1. */
    let split = -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] ?? 0;
      if (state !== 'inside') {
        if (blanks.has(byte)) continue;
        if (state === 'after' || byte !== opening) throw new NotAnArrayError('not an array');
        state = 'inside';
        depth = 1;
        from = at + 1;
      } else if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) isInString = false;
      } else if (byte === quote) isInString = true;
      else if (byte === comma && depth === 1) split = at;
      else if (openers.has(byte)) depth += 1;
      else if (closers.has(byte) && --depth === 0) return finish(chunk, { from, at, byte });
    }
    if (state !== 'inside') return [];
    if (split < 0) {
      pending.push(chunk.subarray(from));
      return [];
    }
    const elements = parse(chunk.subarray(from, split));
    if (elements.length === 0) throw new NotAnArrayError('nothing before a comma');
    hadComma = true;
    pending = [chunk.subarray(split + 1)];
    return elements;
  }

  function finish(chunk: Buffer, { from, at, byte }: { from: number; at: number; byte: number }): unknown[] {
    if (byte !== closing) throw new NotAnArrayError('closed by something else');
    const elements = parse(chunk.subarray(from, at));
    if (elements.length === 0 && hadComma) throw new NotAnArrayError('nothing behind a comma');
    state = 'after';
    return [...elements, ...push(chunk.subarray(at + 1))];
  }

  function parse(last: Buffer): unknown[] {
    const text = Buffer.concat([...pending, last]).toString('utf8');
    pending = [];
    try {
      return JSON.parse(`[${text}]`) as unknown[];
    } catch (cause) {
      throw new NotAnArrayError('not JSON', { cause });
    }
  }

  return {
    push,
    end() {
      if (state !== 'after') throw new NotAnArrayError('ended too early');
    },
  };
}
