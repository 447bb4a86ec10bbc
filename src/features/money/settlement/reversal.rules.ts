import type { ProviderTruth } from '../providers/truth.ts';
import type { Payment } from './queries.ts';
import type { Order } from '../orders/queries.ts';

/** One payment, locked with its order where it has one, and what its provider says of money that went back. */
export interface Reversal {
  truth: Pick<ProviderTruth, 'refunds' | 'dispute' | 'disputes'>;
  payment: Payment;
  order: Order | undefined;
}

/** Whose it was or became: the buyer's, or of what bought nothing whoever paid it or was credited. */
export function ownerOf({ payment, order }: Pick<Reversal, 'payment' | 'order'>): number | null {
  const { decision, userId } = payment;
  const isBuyers = decision === null || decision === 'accepted';
  return isBuyers ? (order?.userId ?? userId) : (userId ?? order?.userId ?? null);
}
