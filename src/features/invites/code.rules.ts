import { randomHex } from '../../platform/ids.ts';

/** `INV_` and 8–50 lower-case hex digits, the form of the first bot; codes already in people's hands keep working. */
const form = /^INV_[0-9a-f]{8,50}$/;

/** A new code of 80 random bits: guessing one is hopeless even without a pause. */
export function newInviteCode(): string {
  return `INV_${randomHex(10)}`;
}

/**
 * The code in what a person typed or pasted (the bare code, in any case, or a whole link); undefined when there is
 * none. Phones capitalise and keyboards add spaces: that should not cost a try.
 */
export function readInviteCode(text: string): string | undefined {
  const found = /INV_[0-9a-fA-F]{8,50}(?![0-9a-zA-Z])/i.exec(text.trim())?.[0];
  const code = found === undefined ? undefined : `INV_${found.slice(4).toLowerCase()}`;
  return code !== undefined && form.test(code) ? code : undefined;
}
