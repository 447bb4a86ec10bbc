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
  /** Where deliveries of the providers go, unless the shop has moved since. */
  publicUrl: string;
  /** The mark that all of ours carries. */
  installation: string;
  /** Accounts that somebody has switched off on the panel by hand, and nobody on again. */
  handsOff: Set<string>;
  /** Days that somebody has added there. */
  handDays: { userId: number; days: number }[];
  /** What they say, for the checker. */
  tell(): Promise<Outside>;
  stop(): Promise<void>;
}

/** Who takes the money, and when it is; of a second shop the same as of the one that it stands beside. */
async function openAccounts(publicUrl: string, beside: Backstage | undefined) {
  if (beside !== undefined) {
    const { clock, stripe, cryptoPay } = beside;
    return { clock, stripe, cryptoPay, stop: async () => {} };
  }
  const clock = createManualClock();
  const [stripe, cryptoPay] = await Promise.all([
    startStripeStandIn({ clock }),
    startCryptoPayStandIn({
      clock,
      webhookUrl: `${publicUrl}/webhooks/crypto-pay`,
      snapshot: { port: 0, token: cryptoPayToken, invoices: [] },
    }),
  ]);
  return {
    clock,
    stripe,
    cryptoPay,
    stop: async () => void (await Promise.all([stripe.stop(), cryptoPay.stop()])),
  };
}

/** With `beside`: a second deployment on the same accounts, with a bot and a panel of its own. */
export async function openBackstage(
  publicUrl: string,
  { installation, beside }: { installation: string; beside?: Backstage | undefined },
): Promise<Backstage> {
  const { clock, stripe, cryptoPay, stop } = await openAccounts(publicUrl, beside);
  const panel = await startPanelStandIn({ clock, seedUsers: [] });
  const handsOff = new Set<string>();
  const handDays: Backstage['handDays'] = [];
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
    installation,
    handsOff,
    handDays,
    async tell() {
      const all = [
        ...capturedByStripe(stripe.tables),
        ...renewedByStripe(stripe.tables),
        ...capturedByCryptoPay(cryptoPay.invoices()),
        ...capturedInStars(await starLines(), installation),
      ];
      return {
        captured: all.filter(({ mark }) => mark === installation),
        strange: all.filter(({ mark }) => mark !== installation),
        handsOff,
        handDays,
        renewing: renewingByStripe(stripe.tables),
        accounts: panel.control.users(),
        now: clock.now(),
      };
    },
    async stop() {
      telegram.close();
      await Promise.all([stop(), panel.stop()]);
    },
  };
}
