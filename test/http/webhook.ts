import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { sql } from 'drizzle-orm';
import type { Product } from '../support/product.ts';

export const secret = 'a-secret-of-the-test_0123456789';
const header = 'x-telegram-bot-api-secret-token';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  seconds: number;
}

/** One request, sent exactly as given: no header is added but the length. */
export async function send(
  url: string,
  { method = 'POST', body = '', headers = {} }: Partial<RawRequest> = {},
): Promise<Answer> {
  const startedAt = performance.now();
  return await new Promise<Answer>((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
          seconds: (performance.now() - startedAt) / 1000,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export interface RawRequest {
  method: string;
  body: string | Buffer;
  headers: OutgoingHttpHeaders;
}

/** Telegram's end of the webhook: posts bodies with the right secret, and numbers updates of its own. */
export function webhookOf(product: Product) {
  let nextUpdateId = 900_000_001;
  const url = () => `${product.app().url}/webhooks/telegram`;
  const post = async (body: string | Buffer, contentType: string | null = 'application/json') => {
    const type = contentType === null ? {} : { 'content-type': contentType };
    return await send(url(), { body, headers: { [header]: secret, ...type } });
  };
  return {
    url,
    post,
    /** Posts an update of this kind and waits until the bot is done with it. */
    async update(content: Record<string, unknown>): Promise<Answer> {
      const answer = await post(JSON.stringify({ update_id: nextUpdateId++, ...content }));
      await product.app().idle();
      return answer;
    },
    nextId: () => nextUpdateId++,
  };
}

let nextMessageId = 1_000_000;

/** A private message as Telegram tells of it; whatever is given replaces a part of it. */
export function message(fromId: number, text: string, changes: Record<string, unknown> = {}) {
  const command = /^\/\w+/.exec(text)?.[0];
  return {
    message_id: nextMessageId++,
    date: Math.floor(Date.now() / 1000),
    chat: { id: fromId, type: 'private', first_name: 'Имя' },
    from: { id: fromId, is_bot: false, first_name: 'Имя', language_code: 'ru' },
    text,
    ...(command === undefined
      ? {}
      : { entities: [{ type: 'bot_command', offset: 0, length: command.length }] }),
    ...changes,
  };
}

/** Entries of the inbox that are not done: waiting, or given up. */
export async function unfinished(product: Product): Promise<unknown[]> {
  const { rows } = await product.database.db.execute(
    sql`select kind, status, attempts, last_error from inbox where status <> 'done'`,
  );
  return rows;
}
