import { measured } from '../../../../../platform/measured.ts';
import { Pool } from 'undici';
import { z } from 'zod';
import type { AnswerHearing } from '../../../../../platform/clock-watch.ts';
import type { Clock } from '../../../../../platform/clock.ts';
import { PaymentError, paymentClassOf } from '../../payment-error.ts';
import type { PaymentErrorClass } from '../../payment-error.ts';

export interface CryptoPayTransportOptions {
  token: string;
  apiBase: string;
  timeoutMs: number;
  clock: Clock;
  onRequest?: ((request: { operation: string; outcome: string; seconds: number }) => void) | undefined;
  hearing?: AnswerHearing | undefined;
}

export interface CryptoPayCall {
  operation: string;
  /** Such as `createInvoice`. */
  method: string;
  params: Record<string, unknown>;
  /** Whether it makes something that a repeat would make twice. */
  changes: boolean;
}

export interface CryptoPayTransport {
  /** Gives the `result` of a success; everything else is a `PaymentError`. */
  call(call: CryptoPayCall): Promise<unknown>;
  close(): Promise<void>;
}

const maxAnswerBytes = 8 * 1024 * 1024;

export function createCryptoPayTransport(options: CryptoPayTransportOptions): CryptoPayTransport {
  const origin = originOf(options.apiBase);
  if (!/^\d{1,20}:[\w-]{10,100}$/.test(options.token))
    throw new TypeError('the Crypto Pay token must look like <app id>:<key>');
  const pool = new Pool(origin, { connections: 8, allowH2: false, connect: { timeout: options.timeoutMs } });
  const measuring = { ...options, classOf: paymentClassOf };
  return {
    call: (call) => measured(measuring, call.operation, () => exchange(pool, options, call)),
    close: () => pool.destroy(),
  };
}

const envelope = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.int(), name: z.string() }) }),
]);

async function exchange(
  pool: Pool,
  options: CryptoPayTransportOptions,
  call: CryptoPayCall,
): Promise<unknown> {
  const answer = await fetchAnswer(pool, options, call).catch((error: unknown) => {
    throw error instanceof PaymentError ? error : networkError(call, error);
  });
  const parsed = envelope.safeParse(answer.body);
  if (parsed.success && parsed.data.ok) return parsed.data.result;
  const status = parsed.success && !parsed.data.ok ? parsed.data.error.code : answer.status;
  const name = parsed.success && !parsed.data.ok ? parsed.data.error.name : 'not_understood';
  throw failure(call, {
    class: classOf(status, call),
    status,
    code: /^\w{1,60}$/.test(name) ? name : 'other',
  });
}

function classOf(status: number, call: CryptoPayCall): PaymentErrorClass {
  if (status === 429) return 'retry';
  if (status === 401 || status === 403) return 'misconfigured';
  if (status >= 400 && status < 500) return 'refused';
  return call.changes ? 'unknown' : 'retry';
}

async function fetchAnswer(
  pool: Pool,
  options: CryptoPayTransportOptions,
  call: CryptoPayCall,
): Promise<{ status: number; body: unknown }> {
  const hear = options.hearing?.();
  const response = await pool.request({
    method: 'POST',
    path: `/api/${call.method}`,
    headers: {
      'crypto-pay-api-token': options.token,
      accept: 'application/json',
      'content-type': 'application/json',
    },
    body: JSON.stringify(call.params),
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  hear?.(response.headers);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes)
      throw failure(call, { class: call.changes ? 'unknown' : 'retry', code: 'answer_too_large' });
    chunks.push(chunk);
  }
  return { status: response.statusCode, body: parseJson(Buffer.concat(chunks).toString('utf8')) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Only the code is kept: errors of the HTTP parser carry raw bytes of the answer. */
function networkError(call: CryptoPayCall, error: unknown): PaymentError {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const reason = typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'network';
  const isUnsent =
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(reason);
  return failure(call, {
    class: call.changes && !isUnsent ? 'unknown' : 'retry',
    code: name === 'TimeoutError' ? 'timeout' : reason,
  });
}

function failure(
  call: CryptoPayCall,
  what: { class: PaymentErrorClass; status?: number; code: string },
): PaymentError {
  return new PaymentError({ provider: 'crypto-pay', operation: call.operation, ...what });
}

/** Plain http would carry the token in the clear, so it is for loopback alone. Throws without quoting the address. */
function originOf(apiBase: string): string {
  const url = URL.parse(apiBase);
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url?.hostname ?? '');
  const isBare =
    url !== null && /^\/(api\/?)?$/.test(url.pathname) && url.search + url.hash + url.username === '';
  if (isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))) return url.origin;
  throw new TypeError('the address of Crypto Pay must be https, or http on a loopback address');
}
