import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { TelegramUpdate } from '@gramio/types/objects';
import { createManualClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import type { StandInClock } from '@hiddify-vpn-bot/sandbox/kit/clock.ts';
import { findProblem } from '@hiddify-vpn-bot/sandbox/telegram/schema/check-value.ts';
import { startTelegramStandIn } from '@hiddify-vpn-bot/sandbox/telegram/stand-in.ts';
import type { PersonDriver, World, WorldOptions } from '@hiddify-vpn-bot/sandbox/telegram/world-types.ts';

export const token = '1000001:sandbox-telegram-token';

export interface Answer {
  ok: boolean;
  status: number;
  result?: never;
  error_code?: number;
  description?: string;
  parameters?: Record<string, number>;
}

export interface Received {
  update: TelegramUpdate;
  headers: IncomingMessage['headers'];
}

export interface SandboxBot {
  url: string;
  world: World;
  clock: StandInClock;
  log: string[];
  /** Posts JSON to a method. */
  api(method: string, payload?: object): Promise<Answer>;
  /** What the webhook got, in order of arrival. */
  received: Received[];
  webhookUrl: string;
  /** How the webhook answers; by default 200 at once. */
  answerWith(answer: (update: TelegramUpdate, response: ServerResponse) => void): void;
  /** Drops what is pending, unless told otherwise. */
  setWebhook(options?: object): Promise<Answer>;
  /** A person who has started the bot; their /start is not among `received`. */
  startedPerson(seed?: object): Promise<PersonDriver>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What a test injects itself has a smaller id. */
const firstOwnUpdateId = 100_000_001;

/** Whatever the stand-in sends must be an Update by the published description, field by field. */
const findStrangeUpdates = (received: Received[]): (string | undefined)[] =>
  received
    .filter(({ update }) => update.update_id >= firstOwnUpdateId)
    .map(({ update }) => findProblem('Update', update, 'update'))
    .filter((problem) => problem !== undefined);

interface Webhook {
  url: string;
  received: Received[];
  answerWith: SandboxBot['answerWith'];
  close: () => void;
}

async function openWebhook(): Promise<Webhook> {
  const received: Received[] = [];
  let answer: (update: TelegramUpdate, response: ServerResponse) => void = (_update, response) =>
    response.end();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const update = JSON.parse(body) as TelegramUpdate;
      received.push({ update, headers: request.headers });
      answer(update, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (next) => {
      answer = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Starts a stand-in with a clock that stands still, and a webhook server; both end with the test. */
export async function openSandboxBot(
  options: Pick<WorldOptions, 'connectionRamp' | 'snapshot' | 'fileContent'> & { now?: Date } = {},
): Promise<SandboxBot> {
  const clock = createManualClock(options.now);
  const log: string[] = [];
  const { url, world, stop } = await startTelegramStandIn({
    token,
    clock,
    log: (line) => log.push(line),
    ...options,
  });
  const webhook = await openWebhook();
  onTestFinished(async () => {
    webhook.close();
    await stop();
    expect(findStrangeUpdates(webhook.received)).toEqual([]);
  });
  const api: SandboxBot['api'] = async (method, payload = {}) => {
    const response = await fetch(`${url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payload),
    });
    return { ...((await response.json()) as Omit<Answer, 'status'>), status: response.status };
  };
  return {
    url,
    world,
    clock,
    log,
    api,
    received: webhook.received,
    webhookUrl: webhook.url,
    answerWith: webhook.answerWith,
    setWebhook: (more = {}) => api('setWebhook', { url: webhook.url, drop_pending_updates: true, ...more }),
    async startedPerson(seed = {}) {
      const person = world.person(seed);
      person.starts();
      await world.settled();
      webhook.received.splice(0);
      return person;
    },
  };
}
