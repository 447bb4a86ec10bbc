/** What was typed as a code in its one form: capitals, 3–32 letters, digits, - and _; undefined when it is none. */
export function readPromoCode(typed: string): string | undefined {
  const code = typed.trim().normalize('NFKC').toUpperCase();
  return /^[\p{L}\p{N}_-]{3,32}$/u.test(code) ? code : undefined;
}
