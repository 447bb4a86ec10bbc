import { randomInt } from 'node:crypto';

/** Reads what was typed as a code in its one form: capitals, 3–32 letters, digits, - and _; undefined when it is none. */
export function readPromoCode(typed: string): string | undefined {
  const code = typed.trim().normalize('NFKC').toUpperCase();
  return /^[\p{L}\p{N}_-]{3,32}$/u.test(code) ? code : undefined;
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
