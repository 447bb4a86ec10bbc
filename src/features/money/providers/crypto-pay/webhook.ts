import type { Delivered, HeardWebhook, ProviderWebhook } from '../provider.ts';
import { verifyCryptoPayWebhook } from './api/webhook.ts';

export const cryptoPayWebhook = {
  path: '/webhooks/crypto-pay',
  proof: 'crypto-pay-api-signature',
  proofForm: /^[0-9a-f]{64}$/i,
  kinds: ['invoice_paid'],
} as const satisfies ProviderWebhook;

/** The invoice that a delivery tells of. Deliveries have no name of their own, and an invoice is paid once. */
export function hearCryptoPay({ headers, raw }: Delivered, token: string): HeardWebhook {
  const header = headers[cryptoPayWebhook.proof];
  const verdict = verifyCryptoPayWebhook({ raw, header, token });
  if (!verdict.isGenuine) return { refused: verdict.why };
  const id = String(verdict.invoice.invoice_id);
  return { eventId: id, kind: cryptoPayWebhook.kinds[0], objectId: id };
}
