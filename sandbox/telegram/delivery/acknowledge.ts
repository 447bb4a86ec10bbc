import { carryOut, recordCall } from '../api/dispatch.ts';
import type { Core } from '../core.ts';

/** Methods whose result would be lost in an answer; Telegram ignores them there. */
const isIgnored = (method: string): boolean => /^(?:get|setWebhook|deleteWebhook|logOut|close)/i.test(method);

function readMethod(body: string): { method: string; raw: Record<string, unknown> } | undefined {
  if (!body.trimStart().startsWith('{')) return undefined;
  try {
    const { method, ...raw } = JSON.parse(body) as Record<string, unknown>;
    return typeof method === 'string' && !isIgnored(method) ? { method, raw } : undefined;
  } catch {
    return undefined;
  }
}

/** The bot has taken an update: a tap now waits for its answer; a method in the body of the answer is carried out. */
export function acknowledge(core: Core, update: object, answerBody: string): void {
  const tapped = (update as { callback_query?: { id: string } }).callback_query;
  if (tapped) core.callbacks.markDelivered(tapped.id);
  const call = readMethod(answerBody);
  if (call) void core.activity.track(carryOut(core, call)).then((answer) => recordCall(core, call, answer));
}
