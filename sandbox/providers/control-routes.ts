import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { controlRoutes } from '../kit/control-routes.ts';
import type { Providers } from './providers.ts';

const change = z.strictObject({
  webhooksOff: z.boolean().optional(),
  duplicates: z.boolean().optional(),
  stripe500: z.boolean().optional(),
  cryptoPay500: z.boolean().optional(),
});

export interface PaymentsView {
  stripeUrl: string;
  cryptoPayUrl: string;
  faults: { webhooksOff: boolean; duplicates: boolean; stripe500: boolean; cryptoPay500: boolean };
  /** The last hundred requests of the bot and deliveries to it, oldest first. */
  requests: readonly { id: string; method: string; path: string; status: number }[];
  deliveries: readonly { id: string; type: string; outcome: string }[];
}

const shown = 100;

/** `/control/payments/…`: the providers' pages, what they are asked, and what goes wrong with them. */
export function paymentsControlRoutes({ stripe, cryptoPay }: Providers): FastifyPluginAsync {
  const view = (): PaymentsView => ({
    stripeUrl: stripe.url,
    cryptoPayUrl: cryptoPay.url,
    faults: {
      webhooksOff: stripe.faults.webhooks().off,
      duplicates: stripe.faults.webhooks().duplicates > 0,
      stripe500: stripe.faults.all().api.always === 'error500',
      cryptoPay500: cryptoPay.faults().api === 'error500',
    },
    requests: stripe
      .requests()
      .slice(-shown)
      .map(({ id, method, path, status }) => ({ id, method, path, status })),
    deliveries: stripe
      .deliveries()
      .slice(-shown)
      .map(({ eventId, at, type, outcome }) => ({
        id: `${eventId} ${at}`,
        type,
        outcome: String(outcome),
      })),
  });
  return controlRoutes({
    at: '/control/payments',
    state: view,
    faults: {
      schema: change,
      set({ webhooksOff, duplicates, stripe500, cryptoPay500 }) {
        stripe.faults.set({
          webhooks: {
            ...(webhooksOff !== undefined && { off: webhooksOff }),
            ...(duplicates !== undefined && { duplicates: duplicates ? 1 : 0 }),
          },
          api: stripe500 === undefined ? {} : { always: stripe500 ? 'error500' : null },
        });
        cryptoPay.setFaults({
          ...(webhooksOff !== undefined && { webhooksOff }),
          ...(duplicates !== undefined && { duplicates: duplicates ? 1 : 0 }),
          ...(cryptoPay500 !== undefined && { api: cryptoPay500 ? 'error500' : null }),
        });
        return view().faults;
      },
    },
  });
}
