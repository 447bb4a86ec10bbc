import { randomInt } from 'node:crypto';

/** Reads what was typed as a code in its one form: capitals, 3–32 letters, digits, - and _; undefined when it is none. */
export function readPromoCode(typed: string): string | undefined {
  const code = typed.trim().normalize('NFKC').toUpperCase();
  return /^[\p{L}\p{N}_-]{3,32}$/u.test(code) ? code : undefined;
}

/** The code in a link of ours or its payload, wherever it stands in a text: `…?start=promo_CODE`, `promo_CODE`. */
export function promoInLink(text: string): string | undefined {
  return readPromoCode(/(?<![\p{L}\p{N}])promo_([\w-]{1,32})/iu.exec(text)?.[1] ?? '');
}

/** So many words of what was pasted are looked at: guessing must not pay. */
const mostWords = 6;

/**
 * What may be meant by what was typed or pasted, the likeliest first: a link, the whole of it, its words put together as
 * phones take codes apart, and each word of a sentence.
 */
export function promoCodesIn(typed: string): string[] {
  const words = typed
    .normalize('NFKC')
    .split(/[\s\p{Pd}«»"“”'’.,:;!?()]+/u)
    .filter((word) => word !== '');
  const isShort = words.length <= 4;
  const may = [
    promoInLink(typed),
    readPromoCode(typed),
    ...(isShort ? ['-', '', '_'].map((between) => readPromoCode(words.join(between))) : []),
    ...typed.split(/[\s«»"“”'’.,:;!?()]+/u).map(readPromoCode),
  ];
  return [...new Set(may.filter((code) => code !== undefined))].slice(0, mostWords + 4);
}

const consonants = 'BDFGKLMNPRSTVZ';
const vowels = 'AEIOU';

/** A new code that can be said aloud, such as `KOVE-MALU-482`: one of ten billion. */
export function newPromoCode(): string {
  const pick = (letters: string) => letters.charAt(randomInt(letters.length));
  const syllables = (count: number) =>
    Array.from({ length: count }, () => pick(consonants) + pick(vowels)).join('');
  return `${syllables(2)}-${syllables(2)}-${randomInt(100, 1_000)}`;
}

/** The link that leads to the code; undefined for letters that a link of Telegram cannot carry. */
export function promoLink(botUsername: string, code: string): string | undefined {
  return /^[\w-]+$/.test(code) ? `https://t.me/${botUsername}?start=promo_${code}` : undefined;
}
