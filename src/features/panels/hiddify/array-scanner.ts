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
const bracket = { opens: 0x5b, closes: 0x5d };
const brace = { opens: 0x7b, closes: 0x7d };

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

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
    /** The last comma between elements, or -1. */
    let split = -1;
    for (let at = 0; at < chunk.length; at++) {
      if (isInString) {
        at = endOfString(chunk, at);
        continue;
      }
      const byte = chunk[at] ?? 0;
      if (state !== 'inside') {
        if (isBlank(byte)) continue;
        if (state === 'after' || byte !== bracket.opens) throw new NotAnArrayError('not an array');
        state = 'inside';
        depth = 1;
        from = at + 1;
      } else if (byte === quote) isInString = true;
      else if (byte === comma && depth === 1) split = at;
      else if (byte === brace.opens || byte === bracket.opens) depth += 1;
      else if ((byte === brace.closes || byte === bracket.closes) && --depth === 0)
        return finish(chunk, { from, at, byte });
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

  /** Where the string ends, or the chunk: strings are most of a list, and their quotes are found at once. */
  function endOfString(chunk: Buffer, from: number): number {
    for (let at = isEscaped ? from + 1 : from; ; ) {
      const end = chunk.indexOf(quote, at);
      const until = end < 0 ? chunk.length : end;
      let first = until;
      while (first > at && chunk[first - 1] === backslash) first -= 1;
      isEscaped = (until - first) % 2 === 1;
      if (end < 0) return chunk.length;
      if (!isEscaped) {
        isInString = false;
        return end;
      }
      at = end + 1;
    }
  }

  function finish(chunk: Buffer, { from, at, byte }: { from: number; at: number; byte: number }): unknown[] {
    if (byte !== bracket.closes) throw new NotAnArrayError('closed by something else');
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
