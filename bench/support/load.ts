import autocannon from 'autocannon';
import { settings } from './bot.ts';

const webhookPath = '/webhooks/telegram';
const headers = {
  'content-type': 'application/json',
  'x-telegram-bot-api-secret-token': settings.TELEGRAM_WEBHOOK_SECRET,
};

/** As many connections as Telegram is allowed: it is a closed loop too, each waits for its answer. */
const connections = 40;

export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Delivers updates as fast as they are taken, for some seconds. Throws when one was not taken. */
export async function deliverFor(seconds: number, url: string, next: () => string): Promise<LoadResult> {
  const result = await autocannon({
    url: `${url}${webhookPath}`,
    connections,
    duration: seconds,
    requests: [{ method: 'POST', headers, setupRequest: (request) => ({ ...request, body: next() }) }],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers were no 2xx, ${result.errors} failed`);
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

/** Delivers these updates, `connections` at a time. */
export async function deliverAll(url: string, updates: readonly string[]): Promise<void> {
  const waiting = updates.values();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const body of waiting) await deliver(url, body);
    }),
  );
}

/** Delivers at a steady rate, whether answers come or not. */
export async function deliverSteadily(
  url: string,
  updates: readonly string[],
  perSecond: number,
): Promise<void> {
  const startMs = performance.now();
  const sent = updates.map(async (body, index) => {
    const dueMs = startMs + (index * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    await deliver(url, body);
  });
  await Promise.all(sent);
}

async function deliver(url: string, body: string): Promise<void> {
  const answer = await fetch(`${url}${webhookPath}`, { method: 'POST', headers, body });
  if (answer.status !== 200) throw new Error(`The webhook answered ${answer.status}`);
  await answer.arrayBuffer();
}
