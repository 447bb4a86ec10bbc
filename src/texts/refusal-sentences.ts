import type { RefusalCode, Refusals } from '../platform/refusal.ts';

/** A sentence for the code of every house: one that is missing, or that no house refuses with, does not compile. */
export type Sentences = { readonly [Code in RefusalCode]: (details: Refusals[Code]) => string };
