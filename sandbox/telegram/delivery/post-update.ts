import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as requestSecurely } from 'node:https';
import type { StandInClock } from '../../kit/clock.ts';
import { isLoopbackUrl, type WebhookSettings } from './webhook-settings.ts';

export interface PostResult {
  /** `error` when the webhook gave no answer at all. */
  status: number | 'error';
  /** For getWebhookInfo. */
  error?: string;
  retryAfterSeconds?: number;
  body: string;
}

/** No answer within this time is a failure. */
const answerTimeoutMs = 60_000;

const agent = new Agent({ keepAlive: true, keepAliveMsecs: 5000 });
const secureAgent = new SecureAgent({ keepAlive: true, keepAliveMsecs: 5000, rejectUnauthorized: false });

const errorWords: Record<string, string> = {
  ECONNREFUSED: 'Connection refused',
  ECONNRESET: 'Connection closed',
  EPIPE: 'Connection closed',
};

/** Honoured on answers that are no success, between 0 and 3600 seconds. */
function readRetryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) ? undefined : Math.min(3600, Math.max(0, seconds));
}

const reasonOf = (error: NodeJS.ErrnoException): string =>
  errorWords[error.code ?? ''] ?? 'Connection closed';

export interface Post {
  settings: WebhookSettings;
  body: string;
  clock: StandInClock;
  signal: AbortSignal;
}

/** Posts one update to the webhook and says how it went; never throws. An address that is not loopback is an error. */
export async function postUpdate(post: Post): Promise<PostResult> {
  const url = new URL(post.settings.url);
  if (isLoopbackUrl(url)) return await send(url, post);
  return { status: 'error', error: 'The sandbox delivers to this machine only', body: '' };
}

function send(url: URL, { settings, body, clock, signal }: Post): Promise<PostResult> {
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve) => {
    const settle = (result: PostResult): void => {
      cancelTimeout();
      resolve(result);
    };
    const fail = (error: string): void => settle({ status: 'error', error, body: '' });
    const outgoing = (isSecure ? requestSecurely : request)(url, {
      method: 'POST',
      agent: isSecure ? secureAgent : agent,
      signal,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...(settings.secretToken ? { 'x-telegram-bot-api-secret-token': settings.secretToken } : {}),
      },
    });
    const cancelTimeout = clock.setTimer(answerTimeoutMs, () => {
      fail('Read timeout expired');
      outgoing.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => fail(reasonOf(error)));
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => fail('Connection closed'));
      answer.on('end', () => {
        const status = answer.statusCode ?? 0;
        const retryAfterSeconds = readRetryAfter(answer.headers['retry-after']);
        const isSuccess = status >= 200 && status < 300;
        settle({
          status,
          body: Buffer.concat(chunks).toString('utf8'),
          ...(isSuccess
            ? {}
            : { error: `Wrong response from the webhook: ${status} ${answer.statusMessage ?? ''}`.trim() }),
          ...(isSuccess || retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
        });
      });
    });
    outgoing.end(body);
  });
}
