import { randomUUID } from 'node:crypto';
import { request } from 'undici';
import type { PanelTarget } from './target.ts';

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD';
  /** JSON, or a string sent as it is. */
  body?: unknown;
  /** null leaves a header out that is otherwise sent. */
  headers?: Record<string, string | null>;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: Record<string, unknown>;
}

export interface PanelCaller {
  /** A call below `/<admin path>/api/v2`, with the owner's key. */
  admin(path: string, options?: CallOptions): Promise<Answer>;
  /** A call to any path, without a key. */
  raw(path: string, options?: CallOptions): Promise<Answer>;
  /** Creates a user under a fresh uuid and returns the uuid. */
  createUser(body?: Record<string, unknown>): Promise<string>;
  readUser(uuid: string): Promise<Record<string, unknown>>;
  changeUser(uuid: string, body: unknown): Promise<Answer>;
}

/** The calls every case is made of. */
export function createCaller(target: PanelTarget): PanelCaller {
  const base = `/${target.adminPath}/api/v2`;

  async function raw(path: string, options: CallOptions = {}): Promise<Answer> {
    const { body, method = 'GET' } = options;
    const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const defaults = {
      accept: 'application/json',
      'user-agent': 'hiddify-shop/1.0',
      'content-type': 'application/json',
    };
    const headers = withoutNull({ ...defaults, ...target.headers, ...options.headers });
    const answer = await request(`${target.url}${path}`, {
      method,
      headers,
      ...(sent === undefined ? {} : { body: sent }),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, headers: answer.headers, text, json: parse(text) };
  }

  function admin(path: string, options: CallOptions = {}): Promise<Answer> {
    return raw(base + path, {
      ...options,
      headers: { 'Hiddify-API-Key': target.adminKey, ...options.headers },
    });
  }

  async function createUser(body: Record<string, unknown> = {}): Promise<string> {
    const uuid = randomUUID();
    const answer = await admin('/admin/user/', { method: 'POST', body: { uuid, name: 'contract', ...body } });
    if (answer.status !== 200)
      throw new Error(`create answered ${answer.status}: ${answer.text.slice(0, 300)}`);
    return uuid;
  }

  return {
    admin,
    raw,
    createUser,
    readUser: async (uuid) => (await admin(`/admin/user/${uuid}/`)).json,
    changeUser: (uuid, body) => admin(`/admin/user/${uuid}/`, { method: 'PATCH', body }),
  };
}

/** The date `days` away from a `YYYY-MM-DD`. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

function withoutNull(headers: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
  );
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
