import { PaymentError } from '../../clients/payment-error.ts';
import { ProviderAway, ProviderRefusal } from './provider.ts';

/** A client's failure as the port says it. A key that is wrong is for the operator: until then it counts as away. */
export function translated(error: unknown): Error {
  if (!(error instanceof PaymentError)) return error as Error;
  return error.class === 'refused'
    ? new ProviderRefusal(error.message, { cause: error })
    : new ProviderAway(error.message, { cause: error });
}
