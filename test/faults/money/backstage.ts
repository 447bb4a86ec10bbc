import {
  type CryptoPayStandIn,
  startCryptoPayStandIn,
} from '@hiddify-vpn-bot/sandbox/crypto-pay/stand-in.ts';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { type StripeStandIn, startStripeStandIn } from '@hiddify-vpn-bot/sandbox/stripe/stand-in.ts';
import { createManualClock, type StandInClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import { createWorld } from '@hiddify-vpn-bot/sandbox/telegram/world.ts';
import type { World } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { botToken } from '../../support/environment.ts';
import type { Outside } from './checker.ts';
import {
  capturedByCryptoPay,
  capturedByStripe,
  capturedInStars,
  renewedByStripe,
  renewingByStripe,
  type StarLine,
} from './truth.ts';

/** Known before anybody starts, as the door of the product has to know it. */
export const cryptoPayToken = '10001:AAsandbox-crypto-pay-token-0123456789';

/** Everybody whom the shop deals with, on one clock that only the test moves. */
export interface Backstage {
  clock: StandInClock;
  stripe: StripeStandIn;
  cryptoPay: CryptoPayStandIn;
  telegram: World;
  panel: PanelStandIn;
  /** Where deliveries of the providers go. */
  publicUrl: string;
  /** What they say, for the checker. */
  tell(): Promise<Outside>;
  stop(): Promise<void>;
}

export async function openBackstage(publicUrl: string): Promise<Backstage> {
  const clock = createManualClock();
  const [stripe, cryptoPay, panel] = await Promise.all([
    startStripeStandIn({ clock }),
    startCryptoPayStandIn({
      clock,
      webhookUrl: `${publicUrl}/webhooks/crypto-pay`,
      snapshot: { port: 0, token: cryptoPayToken, invoices: [] },
    }),
    startPanelStandIn({ clock, seedUsers: [] }),
  ]);
  const telegram = createWorld({ token: botToken, clock });

  async function starLines(): Promise<StarLine[]> {
    const lines: StarLine[] = [];
    for (;;) {
      const page = { offset: lines.length, limit: 100 };
      const { transactions } = (await telegram.call('getStarTransactions', page)) as {
        transactions: StarLine[];
      };
      lines.push(...transactions);
      if (transactions.length < page.limit) return lines;
    }
  }

  return {
    clock,
    stripe,
    cryptoPay,
    telegram,
    panel,
    publicUrl,
    async tell() {
      return {
        captured: [
          ...capturedByStripe(stripe.tables),
          ...renewedByStripe(stripe.tables),
          ...capturedByCryptoPay(cryptoPay.invoices()),
          ...capturedInStars(await starLines()),
        ],
        renewing: renewingByStripe(stripe.tables),
        accounts: panel.control.users(),
        now: clock.now(),
      };
    },
    async stop() {
      telegram.close();
      await Promise.all([stripe.stop(), cryptoPay.stop(), panel.stop()]);
    },
  };
}
