import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCaddy, repeatingCaddy } from '../contract/deploy/caddy.ts';
import { secret } from '../http/webhook.ts';
import { eventually } from '../support/eventually.ts';
import type { BotProcess } from './support/bot.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { pause } from './support/random.ts';
import { openStage, prepareDatabase, type Stage } from './support/stage.ts';

let cluster: Cluster;
let template: string;
let program: string;
beforeAll(async () => {
  cluster = await startCluster();
  template = await prepareDatabase(cluster);
  program = await repeatingCaddy();
}, 600_000);
afterAll(() => cluster.stop());

const settings = { TELEGRAM_WEBHOOK_SECRET: secret, UPSTREAMS: 'bot-a:8080 bot-b:8080' };

/** Somebody talks in a group: stored, and answered with silence. */
async function deliver(url: string, updateId: number): Promise<number | 'cut'> {
  const update = {
    update_id: updateId,
    message: {
      message_id: updateId,
      date: Math.floor(Date.now() / 1000),
      chat: { id: -1_002_000_000_000, type: 'supergroup', title: 'Группа' },
      from: { id: 5_000, is_bot: false, first_name: 'Гость' },
      text: 'Просто слова',
    },
  };
  const sent = fetch(`${url}/webhooks/telegram`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
    body: JSON.stringify(update),
  });
  return await sent.then(
    ({ status }) => status,
    () => 'cut' as const,
  );
}

/** Deliveries at a steady pace, whether or not the ones before were answered; two minutes of them at most. */
function startDelivering(url: string, everyMs: number) {
  const answers: Promise<number | 'cut'>[] = [];
  const most = 120_000 / everyMs;
  const timer = setInterval(() => {
    if (answers.length < most) answers.push(deliver(url, 900_000_001 + answers.length));
  }, everyMs);
  return {
    async stop(): Promise<(number | 'cut')[]> {
      clearInterval(timer);
      return await Promise.all(answers);
    },
  };
}

async function isStored(stage: Stage, count: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await stage.sql.query<{ count: string; each: string }>(
      `select count(*), count(distinct external_id) as each from inbox where external_id like '9000%'`,
    );
    expect(rows[0]).toEqual({ count: String(count), each: String(count) });
  });
}

/** Ends it and starts it again, and waits until Caddy's probes have had time to see it. */
async function restart(bot: BotProcess): Promise<void> {
  expect(await bot.stop()).toMatchObject({ code: 0 });
  await bot.start('ready');
  await pause(3_000);
}

it('two processes restarted one after the other behind Caddy fail no request', async ({ onTestFinished }) => {
  const stage = await openStage({ cluster, copyOf: template, settings });
  onTestFinished(() => stage.close());
  const second = await stage.openBeside();
  await Promise.all([stage.bot.start(), second.bot.start()]);
  const ports = [stage.url, second.url].map((url) => Number(new URL(url).port));
  const door = await openCaddy(ports, program);
  onTestFinished(() => door.close());
  const delivering = startDelivering(`http://127.0.0.1:${door.port}`, 20);
  await pause(1_000);
  await restart(stage.bot);
  await restart(second.bot);
  const answers = await delivering.stop();
  expect(answers.length).toBeGreaterThan(300);
  expect(answers.filter((answer) => answer !== 200)).toEqual([]);
  await isStored(stage, answers.length);
});

it('one of several that is told to stop says so to probes at once, and listens until they have all asked', async ({
  onTestFinished,
}) => {
  const stage = await openStage({ cluster, copyOf: template, settings });
  onTestFinished(() => stage.close());
  await stage.bot.start();
  const ready = async () => (await fetch(`${stage.url}/health/ready`)).status;
  expect(await ready()).toBe(200);
  const stopping = stage.bot.stop();
  await eventually(async () => expect(await ready()).toBe(503), 500);
  await pause(2_000);
  expect([await ready(), await deliver(stage.url, 900_000_001)]).toEqual([503, 200]);
  expect(await stopping).toMatchObject({ code: 0 });
  await isStored(stage, 1);
});
