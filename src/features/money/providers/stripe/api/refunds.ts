import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';
import { pageOf, pageParams } from './pages.ts';
import { expectObject, readDispute, readFraudWarning, readRefund } from './read.ts';

type RefundOperations = Pick<
  StripeClient,
  'createRefund' | 'findRefund' | 'listRefunds' | 'findDispute' | 'listDisputes' | 'findFraudWarning'
>;

export function refundOperations(exchange: StripeExchange): RefundOperations {
  return {
    async createRefund(request, key) {
      const operation = 'create refund';
      const refund = await exchange.change(operation, key, (api, keyed) =>
        api.refunds.create(
          {
            payment_intent: request.paymentId,
            ...(request.amountMinor !== undefined && { amount: request.amountMinor }),
            reason: request.reason,
            metadata: { order_id: request.orderId, env: request.environment },
          },
          keyed,
        ),
      );
      return readRefund(expectObject(operation, refund, 'refund'));
    },
    async findRefund(id) {
      const refund = await exchange.find('find refund', (api) => api.refunds.retrieve(id));
      return refund && readRefund(expectObject('find refund', refund, 'refund'));
    },
    async listRefunds(options = {}) {
      const list = await exchange.read('list refunds', (api) =>
        api.refunds.list({
          ...pageParams(options),
          ...(options.paymentId !== undefined && { payment_intent: options.paymentId }),
        }),
      );
      return pageOf('list refunds', list, readRefund);
    },
    async findDispute(id) {
      const dispute = await exchange.find('find dispute', (api) => api.disputes.retrieve(id));
      return dispute && readDispute(expectObject('find dispute', dispute, 'dispute'));
    },
    async listDisputes(options = {}) {
      const list = await exchange.read('list disputes', (api) =>
        api.disputes.list({
          ...pageParams(options),
          ...(options.paymentId !== undefined && { payment_intent: options.paymentId }),
        }),
      );
      return pageOf('list disputes', list, readDispute);
    },
    async findFraudWarning(id) {
      const operation = 'find fraud warning';
      const warning = await exchange.find(operation, (api) => api.radar.earlyFraudWarnings.retrieve(id));
      return warning && readFraudWarning(expectObject(operation, warning, 'radar.early_fraud_warning'));
    },
  };
}
