import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CryptoPaySnapshot } from '../crypto-pay/stand-in.ts';
import type { StripeSnapshot } from '../stripe/stand-in.ts';
import { emptyTables } from '../stripe/state.ts';

export interface ProvidersMemory {
  stripe: StripeSnapshot;
  cryptoPay: CryptoPaySnapshot;
}

const rows = z.record(z.string(), z.unknown());
const memory = z.object({
  stripe: z.object({ port: z.int(), secretKey: z.string(), tables: z.record(z.string(), rows) }),
  cryptoPay: z.object({ port: z.int(), token: z.string(), invoices: z.array(rows) }),
});

/** What the last start left behind; nothing when there is no such file or it is no such thing. */
export function recallProviders(file: string): ProvidersMemory | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const parsed = memory.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  // Written by the stand-ins themselves; tables that came later begin empty.
  const saved = parseJson(text) as ProvidersMemory;
  return { ...saved, stripe: { ...saved.stripe, tables: { ...emptyTables(), ...saved.stripe.tables } } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
