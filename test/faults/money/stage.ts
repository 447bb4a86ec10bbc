import { uncounted } from '../../support/uncounted.ts';
import Fastify from 'fastify';
import pg from 'pg';
import type { Update } from 'telegraf/types';
import { jobs } from '../../../src/app/given.ts';
import { readConfig } from '../../../src/config/config.ts';
import { createLogger } from '../../../src/platform/logger.ts';
import { createQueue } from '../../../src/platform/queue.ts';
import { cryptoPayWebhook, hearCryptoPay } from '../../../src/features/money/providers/crypto-pay/webhook.ts';
import { stripeWebhook } from '../../../src/features/money/providers/stripe/api/events.ts';
import { hearStripe } from '../../../src/features/money/providers/stripe/webhook.ts';
import { type Deliverer, providerWebhooks } from '../../../src/features/money/providers/webhooks.routes.ts';
import { adminId, environment, panelSettings } from '../../support/environment.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { type Backstage, cryptoPayToken, openBackstage } from './backstage.ts';
import { watchOrders } from './books.ts';
import { findMoneyFaults } from './checker.ts';
import { beginLife, type Life } from './life.ts';
import { PowerCut } from './mortal.ts';
import { restTogether } from './resting.ts';
import { createWorkshop, type Workshop } from './workshop.ts';

/**
 * A shop that sells for real: every service and adapter of the product over a PostgreSQL of its own, the strict
 * stand-ins at its edges, and a process that can end at any contact with either. Jobs run when they are told to.
 */
export interface MoneyStage {
  backstage: Backstage;
  database: FreshDatabase;
  /** The checker's and the worker's own eyes. */
  sql: pg.Pool;
  work: Workshop;
  life(): Life;
  /** A second process of the same bot, beside the first. */
  another(): Promise<Life>;
  /** Ends the process as a power cut would, and starts it again. */
  restart(): Promise<void>;
  /** From now on the shop stands under another name; whoever goes to the one before still arrives. */
  moveDomain(): Promise<void>;
  /** Does what a person or an admin asked for by an update: after a power cut it is delivered again. */
  asUpdate<Result>(work: (life: Life) => Promise<Result>): Promise<Result>;
  /** Hands over what Telegram has for the bot; what the bot did not confirm comes again. */
  takeUpdates(options?: { twice?: boolean }): Promise<number>;
  /** Resolves when no delivery of a provider is on its way. */
  delivered(): Promise<void>;
  /** Lets everything come to its end, with the shops beside this one: nothing fails any more, time passes, the timetable runs. */
  rest(beside?: readonly MoneyStage[]): Promise<void>;
  /** What is wrong, in words; only at rest. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}

/** With `beside`: a second deployment on the same accounts as that shop, which knows nothing of it. */
export async function openMoneyStage({ beside }: { beside?: MoneyStage } = {}): Promise<MoneyStage> {
  const server = Fastify({ logger: false, forceCloseConnections: true });
  let current: Life | undefined;
  const life = (): Life => {
    if (current === undefined) throw new PowerCut();
    return current;
  };
  const door = await openDoor();
  const installation = beside === undefined ? 'life' : 'other life';
  const backstage = await openBackstage(door, { installation, beside: beside?.backstage });
  let publicUrl = door;
  const database = await freshDatabase();
  const queue = createQueue({ url: database.url, logger: createLogger('silent') });
  queue.declare(jobs);
  await queue.start();
  const sql = new pg.Pool({ connectionString: database.url, max: 3 });
  sql.on('error', () => {});
  await watchOrders(sql);
  const configNow = () => readConfig({ ...environment, ...settingsOf(backstage), PUBLIC_URL: publicUrl });
  const others: Life[] = [];
  let offset = 0;

  function deliverers(): Deliverer[] {
    return [
      {
        name: 'stripe',
        webhook: stripeWebhook,
        hear: async (delivery) => {
          const secrets = await life().stripeSecrets();
          return hearStripe(delivery, { secrets, isLive: false, clock: backstage.clock });
        },
      },
      {
        name: 'crypto-pay',
        webhook: cryptoPayWebhook,
        hear: async (delivery) => hearCryptoPay(delivery, cryptoPayToken),
      },
    ];
  }

  /** The two webhooks of providers, as the product's server has them. */
  async function openDoor(): Promise<string> {
    const silent = createLogger('silent');
    await server.register(
      providerWebhooks({
        deliverers: deliverers(),
        webhookWatch: {
          strange: (provider, what) => life().services.webhookWatch.strange(provider, what),
        },
        deliveries: { accept: (delivery) => life().services.deliveries.accept(delivery) },
        clock: { now: () => backstage.clock.now() },
        events: uncounted,
        logger: silent,
      }),
    );
    return await server.listen({ host: '127.0.0.1', port: 0 });
  }

  const beginHere = () =>
    beginLife({ config: configNow(), databaseUrl: database.url, queue, backstage, publicUrl });

  async function begin(): Promise<void> {
    current = await beginHere();
  }

  async function restart(): Promise<void> {
    const ended = current;
    ended?.mortal.die();
    await ended?.close().catch(() => {});
    current = undefined;
    await begin();
    await work.takeOver();
  }

  async function asUpdate<Result>(job: (life: Life) => Promise<Result>): Promise<Result> {
    for (let tries = 0; ; tries++) {
      try {
        return await job(life());
      } catch (error) {
        if (!life().mortal.isDead() || tries > 5) throw error;
        await restart();
      }
    }
  }

  async function takeUpdates({ twice = false } = {}): Promise<number> {
    const updates = (await backstage.telegram.call('getUpdates', { offset, limit: 20 })) as Update[];
    for (const update of updates) {
      await asUpdate((now) => now.take(update));
      if (twice) await asUpdate((now) => now.take(update));
      offset = update.update_id + 1;
    }
    return updates.length;
  }

  async function delivered(): Promise<void> {
    await Promise.all([backstage.stripe.idle(), backstage.cryptoPay.idle()]);
  }

  async function moveDomain(): Promise<void> {
    const { hostname, port } = new URL(publicUrl);
    publicUrl = `http://${hostname === 'localhost' ? '127.0.0.1' : 'localhost'}:${port}`;
    await restart();
    await life().announce();
  }

  const work = createWorkshop({ sql, life, adminId });
  await begin();
  await life().announce();
  await life().services.users.meet({ ...nobody, id: adminId, firstName: 'Анна' });
  const stage: MoneyStage = {
    backstage,
    database,
    sql,
    work,
    life,
    async another() {
      const other = await beginHere();
      others.push(other);
      return other;
    },
    restart,
    moveDomain,
    asUpdate,
    takeUpdates,
    delivered,
    rest: (others = []) => restTogether([stage, ...others]),
    faults: async () => await findMoneyFaults(sql, await backstage.tell()),
    async close() {
      for (const one of [life(), ...others]) {
        one.mortal.die();
        await one.close();
      }
      await queue.stop(500);
      await server.close();
      await backstage.stop();
      await sql.end();
      await database.drop();
    },
  };
  return stage;
}

export const nobody = { lastName: undefined, username: undefined, languageCode: 'ru' };

function settingsOf({ stripe, cryptoPay, panel }: Backstage): Record<string, string> {
  return {
    ...panelSettings(panel),
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_API_BASE: stripe.url,
    CRYPTO_PAY_TOKEN: cryptoPay.token,
    CRYPTO_PAY_API_BASE: cryptoPay.url,
    PANEL_TIME_ZONE: 'UTC',
  };
}
