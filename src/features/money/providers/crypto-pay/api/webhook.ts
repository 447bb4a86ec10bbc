import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type CryptoInvoice, parseInvoice } from './answers.ts';

/** One delivery of Crypto Pay as it came in. */
export interface CryptoPayDelivery {
  /** The bytes as received: they are what is signed. */
  raw: Buffer;
  /** `crypto-pay-api-signature`, as the server hands it over. */
  header: string | string[] | undefined;
  token: string;
}

/**
 * `signature` not made with our token · `unreadable` properly signed, yet not a paid invoice. There is no time in the
 * signature: a repeat is told by the invoice id alone, and what was paid by fetching the invoice.
 */
export type CryptoPayVerdict =
  | { isGenuine: true; invoice: CryptoInvoice; sentAt: Date }
  | { isGenuine: false; why: 'signature' | 'unreadable' };

const update = z.object({
  update_type: z.literal('invoice_paid'),
  request_date: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  payload: z.unknown(),
});

/** The invoice that a genuine delivery tells of. Never throws. */
export function verifyCryptoPayWebhook({ raw, header, token }: CryptoPayDelivery): CryptoPayVerdict {
  if (token === '' || typeof header !== 'string' || !/^[0-9a-f]{64}$/i.test(header))
    return { isGenuine: false, why: 'signature' };
  const key = createHash('sha256').update(token).digest();
  const expected = createHmac('sha256', key).update(raw).digest();
  if (!timingSafeEqual(expected, Buffer.from(header, 'hex'))) return { isGenuine: false, why: 'signature' };
  return readUpdate(raw) ?? { isGenuine: false, why: 'unreadable' };
}

function readUpdate(raw: Buffer): CryptoPayVerdict | undefined {
  const parsed = update.safeParse(parseJson(raw));
  const invoice = parsed.success ? parseInvoice(parsed.data.payload) : undefined;
  return parsed.success && invoice
    ? { isGenuine: true, invoice, sentAt: parsed.data.request_date }
    : undefined;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
