import { expectObject } from './answers.ts';
import type { StripeClient } from './client.ts';
import type { StripeExchange } from './exchange.ts';

type RefundOperations = Pick<
  StripeClient,
  'createRefund' | 'findRefund' | 'listRefunds' | 'findDispute' | 'listDisputes' | 'findFraudWarning'
>;

export function refundOperations(exchange: StripeExchange): RefundOperations {
  return {
    async createRefund(params, key) {
      const operation = 'create refund';
      const refund = await exchange.change(operation, key, (api, keyed) => api.refunds.create(params, keyed));
      return expectObject(operation, refund, 'refund');
    },
    async findRefund(id) {
      const refund = await exchange.find('find refund', (api) => api.refunds.retrieve(id));
      return refund && expectObject('find refund', refund, 'refund');
    },
    async listRefunds(params) {
      const list = await exchange.read('list refunds', (api) => api.refunds.list({ limit: 100, ...params }));
      return expectObject('list refunds', list, 'list');
    },
    async findDispute(id) {
      const dispute = await exchange.find('find dispute', (api) => api.disputes.retrieve(id));
      return dispute && expectObject('find dispute', dispute, 'dispute');
    },
    async listDisputes(params) {
      const list = await exchange.read('list disputes', (api) =>
        api.disputes.list({ limit: 100, ...params }),
      );
      return expectObject('list disputes', list, 'list');
    },
    async findFraudWarning(id) {
      const operation = 'find fraud warning';
      const warning = await exchange.find(operation, (api) => api.radar.earlyFraudWarnings.retrieve(id));
      return warning && expectObject(operation, warning, 'radar.early_fraud_warning');
    },
  };
}
