import { randomHex } from '../../platform/ids.ts';

/** `INV_` and 8–50 lower-case hex digits, the form of the first bot; codes already in people's hands keep working. */
const form = /^INV_[0-9a-f]{8,50}$/;

/** A new code of 80 random bits: guessing one is hopeless even without a pause. */
export function newInviteCode(): string {
  return `INV_${randomHex(10)}`;
}

/** Where a code begins, as it is made or without its line, and with what phones and hands put between. */
const beginning = /(?:INV_|(?<![\p{L}\p{N}])INV(?=[\s\p{Pd}_]|[0-9a-f]{8}))[\s\p{Pd}_]*/iu;
const digits = /^[\s\p{Pd}]*([0-9a-f]{1,50})(?![0-9a-z])/iu;
const mostDigits = 50;

/**
 * What may be a code in what a person typed or pasted, as one word: in any case, with spaces or dashes inside, in a link or a
 * sentence. Undefined when there is nothing like it.
 */
export function readInviteCode(text: string): string | undefined {
  const parts = partsOf(text);
  return parts.length === 0 ? undefined : `INV_${parts.join('-')}`;
}

/**
 * The codes that it may be, the likeliest first: the first piece alone, as most codes are written, then together with what
 * follows it: "add" after a code may be its end or a word.
 */
export function inviteCodesIn(text: string): string[] {
  const parts = partsOf(text);
  return parts.map((_, last) => `INV_${parts.slice(0, last + 1).join('')}`).filter((code) => form.test(code));
}

/** The pieces of digits after `INV_`, in small letters; none where they are too few for a code. */
function partsOf(text: string): string[] {
  const plain = text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  const found = beginning.exec(plain);
  if (found === null) return [];
  const parts: string[] = [];
  let rest = plain.slice(found.index + found[0].length);
  for (let next = digits.exec(rest); next !== null; next = digits.exec(rest)) {
    const [whole, part = ''] = next;
    if (parts.join('').length + part.length > mostDigits) break;
    parts.push(part.toLowerCase());
    rest = rest.slice(whole.length);
  }
  return form.test(`INV_${parts.join('')}`) ? parts : [];
}
