import { createHash, createHmac } from 'node:crypto';
import { createGrowingLog } from '../kit/growing-log.ts';
import { createOnTheWay } from '../kit/on-the-way.ts';
import type { CryptoPayFaults } from './faults.ts';
import type { CryptoPayWorld, InvoiceRow } from './world.ts';

export interface CryptoPayDeliveries {
  deliver(invoice: InvoiceRow): void;
  log(): readonly { invoiceId: number; outcome: number | string }[];
  idle(): Promise<void>;
  stop(): void;
}

/** Seventeen tries in three days, then Crypto Pay switches the webhook off. */
const tries = 17;

export function createCryptoPayDeliveries(
  world: CryptoPayWorld,
  faults: () => CryptoPayFaults,
): CryptoPayDeliveries {
  const log = createGrowingLog<{ invoiceId: number; outcome: number | string }>(500);
  // Two at a time change places.
  const way = createOnTheWay(world.clock, 2);
  let isStopped = false;
  let nextUpdateId = 1;

  const send = (payload: string, invoiceId: number, attempt: number): void => {
    const run = post(world, payload, faults().wrongSecret).then((outcome) => {
      log.add({ invoiceId, outcome });
      const hasArrived = typeof outcome === 'number' && outcome >= 200 && outcome < 300;
      if (hasArrived || isStopped) return;
      if (attempt + 1 >= tries) world.webhookUrl = undefined;
      else
        world.clock.setTimer(
          10_000 * 1.9 ** attempt,
          () => isStopped || send(payload, invoiceId, attempt + 1),
        );
    });
    way.track(run);
  };

  const later = (go: () => void): void => {
    const { delayMs } = faults();
    if (delayMs > 0) world.clock.setTimer(delayMs, () => isStopped || go());
    else go();
  };

  return {
    deliver(invoice) {
      if (faults().webhooksOff || world.webhookUrl === undefined) return;
      const payload = JSON.stringify({
        update_id: nextUpdateId++,
        update_type: 'invoice_paid',
        request_date: world.clock.now().toISOString(),
        payload: invoice,
      });
      const copies = 1 + faults().duplicates;
      const go = () => {
        for (let copy = 0; copy < copies; copy++) send(payload, invoice.invoice_id, 0);
      };
      if (faults().reorder) way.overtake(() => later(go));
      else later(go);
    },
    log: () => log.entries,
    idle: way.idle,
    stop() {
      isStopped = true;
    },
  };
}

async function post(
  world: CryptoPayWorld,
  payload: string,
  hasWrongSecret: boolean,
): Promise<number | string> {
  if (world.webhookUrl === undefined) return 'no webhook';
  const token = hasWrongSecret ? '1:somebody-elses-token' : world.token;
  const key = createHash('sha256').update(token).digest();
  try {
    const answer = await fetch(world.webhookUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'crypto-pay-api-signature': createHmac('sha256', key).update(payload).digest('hex'),
      },
      body: payload,
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  }
}
