import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { findFreePort } from '@hiddify-vpn-bot/embedded-postgres/port.ts';
import { type PanelStandIn, startPanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';
import { startTelegramStandIn } from '@hiddify-vpn-bot/sandbox/telegram/stand-in.ts';
import type { World } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';
import { adminId, botToken, environment, keySettings, panelSettings } from '../../support/environment.ts';
import { type BotProcess, createBot } from './bot.ts';
import type { Cluster } from './cluster.ts';

/** One bot with a database, a Telegram and a panel of its own; only the bot is another process. */
export interface Stage {
  world: World;
  panel: PanelStandIn;
  bot: BotProcess;
  url: string;
  /** A second process of the same bot, on a port of its own. */
  openBeside(): Promise<{ bot: BotProcess; url: string }>;
  /** The test's own eyes on the database. */
  sql: pg.Pool;
  databaseUrl: string;
  /** Has the admin hand out codes. */
  codes(count: number, maxUses?: number): Promise<string[]>;
  /** What waits for a time of its own (deliveries, leases and jobs of a dead process) is due now. */
  hurry(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  cluster: Cluster;
  /** A database that a bot has set up, to be copied. */
  copyOf?: string | undefined;
  settings?: Record<string, string>;
  /** The bot's own way to the database, where something stands between. */
  through?: (databaseUrl: string) => Promise<string>;
}

export async function openStage({ cluster, copyOf, settings = {}, through }: StageOptions): Promise<Stage> {
  const databaseUrl = await cluster.createDatabase(copyOf);
  const panel = await startPanelStandIn();
  const telegram = await startTelegramStandIn({ token: botToken });
  const { world } = telegram;
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const told = {
    ...environment,
    ...keySettings,
    ...panelSettings(panel),
    TELEGRAM_API_ROOT: telegram.url,
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: (await through?.(databaseUrl)) ?? databaseUrl,
    ...settings,
  };
  const bot = createBot(told);
  const others: BotProcess[] = [];
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  sql.on('error', () => {});
  return {
    world,
    panel,
    bot,
    url,
    async openBeside() {
      const beside = await findFreePort();
      const other = createBot({ ...told, PORT: String(beside) });
      others.push(other);
      return { bot: other, url: `http://127.0.0.1:${beside}` };
    },
    sql,
    databaseUrl,
    codes: (count, maxUses = 1) => handOutCodes(sql, count, maxUses),
    async hurry() {
      await sql.query(`update lanes set leased_until = '-infinity' where leased_until > now()`);
      await sql.query(
        `update pgboss.job set heartbeat_on = now() - interval '1 hour' where state = 'active'`,
      );
      await sql.query(`update pgboss.job set start_after = now() where state in ('created', 'retry')`);
      await sql.query(`update inbox set next_attempt_at = now() where status = 'pending'`);
      world.clock.advance(untilNextDelivery(world));
    },
    async close() {
      await Promise.all([bot, ...others].map((each) => each.close()));
      await Promise.all([telegram.stop(), panel.stop(), sql.end()]);
    },
  };
}

/** Milliseconds until Telegram would have tried everything again that failed before. */
function untilNextDelivery(world: World): number {
  const last = new Map(world.deliveries.map((delivery) => [delivery.updateId, delivery.nextAttemptAt]));
  const times = [...last.values()].map((at) => Date.parse(at ?? '')).filter(Number.isFinite);
  return Math.max(0, ...times.map((at) => at - world.clock.now().getTime()));
}

/** A database that a bot has set up once, for copying: migrations and job tables in place, nobody in it. */
export async function prepareDatabase(cluster: Cluster): Promise<string> {
  const stage = await openStage({ cluster });
  await stage.bot.start('ready');
  await stage.bot.stop();
  await stage.close();
  return stage.databaseUrl;
}

async function handOutCodes(sql: pg.Pool, count: number, maxUses: number): Promise<string[]> {
  const codes = Array.from({ length: count }, () => `INV_${randomBytes(10).toString('hex')}`);
  await sql.query(
    `insert into users (telegram_id, first_name, role, admitted_at, created_at, updated_at)
     values ($1, 'Анна', 'admin', now(), now(), now()) on conflict do nothing`,
    [adminId],
  );
  await sql.query(
    `insert into invites (code, created_by, created_at, max_uses) select unnest($1::text[]), $2, now(), $3`,
    [codes, adminId, maxUses],
  );
  return codes;
}
