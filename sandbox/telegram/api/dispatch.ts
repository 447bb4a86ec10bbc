import type { Core } from '../core.ts';
import { chatMethods } from '../methods/chats.ts';
import { editMethods } from '../methods/edits.ts';
import { fileMethods } from '../methods/files.ts';
import { messageMethods } from '../methods/messages.ts';
import { DescribedResult, type Method, type MethodTable } from '../methods/method.ts';
import { paymentMethods } from '../methods/payments.ts';
import { profileMethods } from '../methods/profile.ts';
import { queryMethods } from '../methods/queries.ts';
import { updateMethods } from '../methods/updates.ts';
import { findMethodName } from '../schema/load-schema.ts';
import { apiError, ApiError } from './api-error.ts';
import { printablePayload } from './call-log.ts';
import type { JudgedCall } from './judge.ts';
import { readParams } from './read-params.ts';
import type { RawParams } from './read-request.ts';

const methods: MethodTable = {
  ...updateMethods,
  ...profileMethods,
  ...messageMethods,
  ...editMethods,
  ...fileMethods,
  ...chatMethods,
  ...queryMethods,
  ...paymentMethods,
};

export type Envelope =
  | { ok: true; result: unknown; description?: string }
  | { ok: false; error_code: number; description: string; parameters?: Readonly<Record<string, number>> };

export interface NamedCall {
  method: string;
  raw: RawParams;
}

/** Names of the methods the stand-in carries out. */
export const modelledMethods: readonly string[] = Object.keys(methods);

/** The call as the judge and the faults see it: its method's own spelling and its chat. */
export function judgedCall({ method, raw }: NamedCall): JudgedCall {
  const name = findMethodName(method) ?? method;
  const chatId = Number(raw['chat_id'] ?? raw['user_id']);
  return Number.isSafeInteger(chatId) && chatId !== 0 ? { method: name, chatId } : { method: name };
}

function findMethod(core: Core, name: string): { name: string; method: Method } {
  const known = findMethodName(name);
  const method = known === undefined ? undefined : methods[known];
  if (known !== undefined && method) return { name: known, method };
  const why =
    known === undefined ? 'the Bot API has no such method' : 'the sandbox does not model this method';
  core.log(`NOT FOUND: ${name}: ${why}`);
  throw apiError(404, 'method not found');
}

const asEnvelope = (error: ApiError): Envelope => ({
  ok: false,
  error_code: error.code,
  description: error.description,
  ...(error.parameters ? { parameters: error.parameters } : {}),
});

function readError(core: Core, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  core.log(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return apiError(500, 'the sandbox failed; see its log');
}

/** Writes a call and its answer into the log, and broken markup into the list of violations. */
export function recordCall(core: Core, call: NamedCall, answer: Envelope): void {
  const { method, chatId } = judgedCall(call);
  const person = chatId === undefined ? {} : { personId: chatId };
  const outcome = answer.ok
    ? { ok: true }
    : { ok: false, errorCode: answer.error_code, description: answer.description };
  core.calls.add({ method, payload: printablePayload(call.raw), ...outcome, ...person });
  if (!answer.ok && answer.description.startsWith("Bad Request: can't parse entities"))
    core.judge.record({ rule: 'broken-markup', detail: answer.description, method, ...person });
}

/** Carries out one call and returns the Bot API's envelope; never throws. */
export async function carryOut(core: Core, call: NamedCall): Promise<Envelope> {
  try {
    const { name, method } = findMethod(core, call.method);
    const { params, attachments } = readParams(name, call.raw);
    const result: unknown = await method({ core, attachments }, params as never);
    if (result instanceof DescribedResult)
      return { ok: true, result: result.result, description: result.description };
    return { ok: true, result };
  } catch (error) {
    return asEnvelope(readError(core, error));
  }
}

/** The answer of an error that happens before any method. */
export const refusal = (error: ApiError): Envelope => asEnvelope(error);
