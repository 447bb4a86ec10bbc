import { PaymentError } from './payment-error.ts';
import { ProviderAway, ProviderRefusal } from './provider.ts';

/** A client's failure as the port says it. A key that is wrong is for the operator: until then it counts as away. */
function translated(error: unknown): Error {
  if (!(error instanceof PaymentError)) return error as Error;
  const { code, parameter, requestId } = error;
  return error.class === 'refused'
    ? new ProviderRefusal(error.message, { cause: error, code, parameter, requestId })
    : new ProviderAway(error.message, { cause: error });
}

/** Calls a client, and says its failures as the port does. */
export async function wrap<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw translated(error);
  }
}
