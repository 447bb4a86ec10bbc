/** How somebody pays, in the words of the settings. */
export const ways = ['card', 'stars', 'crypto', 'balance'] as const;
/** `free`: a code has taken off the whole price. */
export type Way = (typeof ways)[number] | 'free';

const providers: Readonly<Record<Way, string>> = {
  card: 'stripe',
  stars: 'stars',
  crypto: 'crypto-pay',
  balance: 'balance',
  free: 'free',
};

/** Who takes the money of this way. */
export function providerOf(way: Way): string {
  return providers[way];
}
