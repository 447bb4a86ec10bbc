import { measured } from '../../../../../platform/measured.ts';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import Stripe from 'stripe';
import type { AnswerHearing } from '../../../../../platform/clock-watch.ts';
import type { Clock } from '../../../../../platform/clock.ts';
import { PaymentError, paymentClassOf } from '../../payment-error.ts';
import { classifyStripeError } from './classify.ts';

export interface ExchangeOptions {
  secretKey: string;
  apiBase: string;
  timeoutMs: number;
  retries: number;
  clock: Clock;
  onRequest?: ((request: { operation: string; outcome: string; seconds: number }) => void) | undefined;
  hearing?: AnswerHearing | undefined;
}

/** Stripe's library with our limits, our errors and our measuring around it. */
export interface StripeExchange {
  /** A call that changes nothing. */
  read<T>(operation: string, call: (api: Stripe) => Promise<T>): Promise<T>;
  /** The same, with nothing instead of an object that Stripe does not know. */
  find<T>(operation: string, call: (api: Stripe) => Promise<T>): Promise<T | undefined>;
  /** A call that changes something, under our key. */
  change<T>(operation: string, key: string, call: (api: Stripe, keyed: Keyed) => Promise<T>): Promise<T>;
  close(): void;
}

interface Keyed {
  idempotencyKey: string;
}

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;

export function createStripeExchange(options: ExchangeOptions): StripeExchange {
  const measuring = { ...options, classOf: paymentClassOf };
  const doubts = new Set<string>();
  const address = addressOf(options.apiBase);
  const agent = new (address.protocol === 'https' ? SecureAgent : Agent)({ keepAlive: true });
  const api = new Stripe(options.secretKey, {
    ...address,
    timeout: options.timeoutMs,
    maxNetworkRetries: options.retries,
    // It would send our latencies and keep a lasting id in the home folder.
    telemetry: false,
    httpClient: doubting(Stripe.createNodeHttpClient(agent), { doubts, hearing: options.hearing }),
  });

  const read: StripeExchange['read'] = (operation, call) =>
    measured(measuring, operation, async () => {
      try {
        return await call(api);
      } catch (error) {
        throw classifyStripeError(error, { operation, mayHaveHappened: false });
      }
    });

  return {
    read,
    async find(operation, call) {
      try {
        return await read(operation, call);
      } catch (error) {
        if (error instanceof PaymentError && error.code === 'resource_missing') return undefined;
        throw error;
      }
    },
    change: (operation, key, call) =>
      measured(measuring, operation, async () => {
        checkKey(operation, key);
        try {
          return await call(api, { idempotencyKey: key });
        } catch (error) {
          throw classifyStripeError(error, { operation, mayHaveHappened: doubts.has(key) });
        } finally {
          doubts.delete(key);
        }
      }),
    close: () => agent.destroy(),
  };
}

/**
 * Remembers the keys of which some attempt may have been carried out without our having seen its answer. The library
 * shows only the last of its attempts: a timeout followed by a refused connection would look as if nothing happened.
 */
function doubting(
  client: HttpClient,
  { doubts, hearing }: { doubts: Set<string>; hearing: AnswerHearing | undefined },
): HttpClient {
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const key = keyIn(request[4]);
      const hear = hearing?.();
      try {
        const response = await client.makeRequest(...request);
        hear?.(response.getHeaders());
        const status = response.getStatusCode();
        // 409 says that the first attempt is still under way; a 200 may yet break off in its body.
        if (key !== undefined && (status < 400 || status >= 500 || status === 409)) doubts.add(key);
        return response;
      } catch (error) {
        if (key !== undefined && !isUnsent(error)) doubts.add(key);
        throw error;
      }
    },
  };
}

function keyIn(headers: unknown): string | undefined {
  const entries = Object.entries(headers ?? {});
  const key: unknown = entries.find(([name]) => name.toLowerCase() === 'idempotency-key')?.[1];
  return typeof key === 'string' ? key : undefined;
}

/** Failures that come before a byte of the request has left. */
function isUnsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return (
    typeof code === 'string' && /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code)
  );
}

/** Stripe takes up to 255 characters; an empty one would make the library invent its own. */
function checkKey(operation: string, key: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return;
  throw new PaymentError({ provider: 'stripe', class: 'refused', operation, code: 'bad_idempotency_key' });
}

/** Plain http would carry the key in the clear, so it is for loopback alone. Throws without quoting the address. */
function addressOf(apiBase: string): { host: string; port: number; protocol: 'http' | 'https' } {
  const url = URL.parse(apiBase);
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url?.hostname ?? '');
  const isBare = url !== null && url.pathname === '/' && url.search + url.hash + url.username === '';
  if (!isBare || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback)))
    throw new TypeError('the address of Stripe must be https without a path, or http on a loopback address');
  const protocol = url.protocol === 'https:' ? 'https' : 'http';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { host, port: Number(url.port) || (protocol === 'https' ? 443 : 80), protocol };
}
