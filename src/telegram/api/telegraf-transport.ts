import { Context, type Telegram } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { TelegramClient } from './client.ts';
import { inputFile } from './input-file.ts';
import type { Method, Payload } from './method-types.ts';

/**
 * Makes this one instance call through our client. Telegraf's own transport leaks the token in errors, drops
 * objects from uploads and never retries. Its file links are refused, for they hold the token. `signal` ends every
 * call that has none of its own.
 */
export function withTransport(telegram: Telegram, client: TelegramClient, signal?: AbortSignal): Telegram {
  const callApi = (method: string, payload: object, options?: { signal?: AbortSignal }): Promise<unknown> =>
    // Telegraf's types stop at Bot API 7.1, so its method names cannot be checked against ours.
    client.call(method as Method, withOwnFiles(payload) as Payload<Method>, {
      signal: options?.signal ?? signal,
    });
  return Object.assign(telegram, {
    callApi: callApi as Telegram['callApi'],
    getFileLink: () => Promise.reject(new Error('a file link holds the token: use downloadFile')),
  });
}

/** The class that Telegraf takes as `contextType`. */
export type ContextType = new (...parts: ConstructorParameters<typeof Context>) => Context;

/**
 * The context class for `new Telegraf(token, { contextType })`. Telegraf makes a fresh Telegram for every update, so
 * each is given our transport on the way in, and everything under `ctx` goes through it, until the update's signal.
 */
export function createContextType(
  client: TelegramClient,
  signalOf: (update: Update) => AbortSignal | undefined = () => undefined,
): ContextType {
  return class ClientContext extends Context {
    constructor(...[update, telegram, botInfo]: ConstructorParameters<typeof Context>) {
      super(update, withTransport(telegram, client, signalOf(update)), botInfo);
    }
  };
}

/** Telegraf's `{ source: bytes, filename }` as our files. A path, stream or `{ url }` stays as it is: never fetched. */
function withOwnFiles(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOwnFiles);
  if (typeof value !== 'object' || value === null) return value;
  if ('source' in value && value.source instanceof Uint8Array) {
    const filename = 'filename' in value && typeof value.filename === 'string' ? value.filename : 'file';
    return inputFile({ bytes: value.source, filename });
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withOwnFiles(inner)]));
}
