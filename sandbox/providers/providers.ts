import { type CryptoPayStandIn, startCryptoPayStandIn } from '../crypto-pay/stand-in.ts';
import { freeOrAny } from '../ports.ts';
import { newEndpoint } from '../stripe/objects/portal.ts';
import { randomLetters } from '../stripe/ids.ts';
import { type StripeStandIn, startStripeStandIn } from '../stripe/stand-in.ts';
import { createShiftableClock, type StandInClock } from '../kit/clock.ts';
import { recallProviders } from './memory.ts';

/** The payment providers of one sandbox. */
export interface Providers {
  stripe: StripeStandIn;
  cryptoPay: CryptoPayStandIn;
  /** What the bot is told of them. */
  environment(): NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/**
 * Starts both providers for a bot on `botPort`, going on with `file` where there is one. Deliveries go to the bot's
 * routes; a bot that makes its own endpoint replaces the one that is made here.
 */
export async function startProviders(given: {
  botPort: number;
  file: string;
  clock?: StandInClock;
}): Promise<Providers> {
  const { botPort, file, clock = createShiftableClock() } = given;
  const memory = recallProviders(file);
  const hooks = `http://127.0.0.1:${botPort}/webhooks`;
  const stripe = await startStripeStandIn(
    memory
      ? { clock, snapshot: { ...memory.stripe, port: await freeOrAny(memory.stripe.port) } }
      : { clock, port: await freeOrAny(botPort + 2) },
  );
  const cryptoPay = await startCryptoPayStandIn({
    clock,
    webhookUrl: `${hooks}/crypto-pay`,
    ...(memory
      ? { snapshot: { ...memory.cryptoPay, port: await freeOrAny(memory.cryptoPay.port) } }
      : { port: await freeOrAny(botPort + 3) }),
  });
  const secret = ensureEndpoint(stripe, `${hooks}/stripe`);
  return {
    stripe,
    cryptoPay,
    environment: () => ({
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: secret,
      STRIPE_API_BASE: stripe.url,
      CRYPTO_PAY_TOKEN: cryptoPay.token,
      CRYPTO_PAY_API_BASE: cryptoPay.url,
    }),
    async stop() {
      await stripe.stop();
      await cryptoPay.stop();
    },
  };
}

/** The endpoint that an operator would have set up in Stripe's dashboard; its secret. */
function ensureEndpoint({ tables, clock }: StripeStandIn, url: string): string {
  const known = Object.values(tables.endpoints).find((endpoint) => endpoint.url === url);
  const secret = known && tables.secrets[known.id];
  if (secret !== undefined) return secret;
  const endpoint = newEndpoint({
    url,
    events: ['*'],
    apiVersion: '2026-10-28.endive',
    description: undefined,
    metadata: {},
    now: Math.floor(clock.now().getTime() / 1000),
  });
  const made = `whsec_${randomLetters(32)}`;
  tables.endpoints[endpoint.id] = endpoint;
  tables.secrets[endpoint.id] = made;
  return made;
}
