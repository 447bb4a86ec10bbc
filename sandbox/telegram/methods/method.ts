import { badRequest } from '../api/api-error.ts';
import type { Upload } from '../api/read-request.ts';
import type { Core } from '../core.ts';

export interface MethodRequest {
  core: Core;
  /** Files by the names that `attach://` refers to. */
  attachments: Map<string, Upload>;
}

/** Carries out one method; its parameters were read by the schema before. Throws ApiError. */
export type Method = (request: MethodRequest, params: never) => unknown;

export type MethodTable = Record<string, Method>;

/** A result with words of the server beside it. */
export class DescribedResult {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

/** Parameters of the real Bot API that have no meaning in private chats of a sandbox; never ignored in silence. */
const unmodelled = [
  'business_connection_id',
  'direct_messages_topic_id',
  'ephemeral_message_parameters',
  'suggested_post_parameters',
  'inline_message_id',
  'rich_message',
];

export function refuseUnmodelled(params: object): void {
  const found = unmodelled.find((name) => name in params);
  if (found) throw badRequest(`the sandbox does not model the parameter "${found}"`);
}
