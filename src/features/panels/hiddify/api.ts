import type { AnswerHearing } from '../../../platform/clock-watch.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Events } from '../../../platform/events.ts';
import { parseAdmin, parseInfo, parseServerStatus, parseShareLinks } from './answers.ts';
import type { PanelAdmin, PanelInfo, PanelServerStatus, PanelShareLink } from './answers.ts';
import { panelAddresses } from './addresses.ts';
import type { AddressRules } from './connector.ts';
import { PanelError } from './panel-error.ts';
import { isUuid, parsePanelUser } from './panel-user.ts';
import type { PanelUser } from './panel-user.ts';
import { createPanelTransport } from './transport.ts';
import type { PanelTransport } from './transport.ts';
import { createBody, patchBody } from './wanted-user.ts';
import type { PanelUserPatch, WantedPanelUser } from './wanted-user.ts';

export interface PanelApiOptions {
  /** `https://DOMAIN`, or http for a loopback address only. */
  url: string;
  /** Where it may stand. */
  addressRules: AddressRules;
  adminPath: string;
  clientPath: string;
  /** The uuid of a panel admin. */
  apiKey: string;
  /** For a whole exchange, body included; 30 s unless told, for a list 180. */
  timeoutMs?: number | undefined;
  /** Cap of one answer; 32 MiB unless told, and for a list 256, some 270 000 users. */
  maxBytes?: number;
  clock: Clock;
  /** Told once of each exchange, with `ok` or the error class. */
  events?: Pick<Events, 'panelAsked'>;
  /** Told of the headers of every answer. */
  hearing?: AnswerHearing | undefined;
}

/** The calls that a Hiddify panel answers, versions 10.80–14, one by one. Each fails with `PanelError` and nothing else. */
export interface PanelApi {
  /** Says the version; also answered to a wrong key on some versions, so it proves no access. */
  info(): Promise<PanelInfo>;
  /** Whose key this is; the proof that domain, admin path and key are right. */
  me(): Promise<PanelAdmin>;
  /** Not an upsert: fails with `exists`. After any doubt use `holdUser`. */
  createUser(wanted: WantedPanelUser): Promise<PanelUser>;
  findUser(uuid: string): Promise<PanelUser | undefined>;
  patchUser(uuid: string, patch: PanelUserPatch): Promise<PanelUser>;
  /** A user that is already gone counts as deleted. */
  deleteUser(uuid: string): Promise<void>;
  /** All users this admin sees; rows without uuid and rows marked deleted are left out. */
  listUsers(): Promise<PanelUser[]>;
  /**
   * The same, one by one while the list arrives, so that nobody need hold all of it. Only when it resolves was that
   * everybody: after a failure, what was taken is to be thrown away.
   */
  eachUser(take: (user: PanelUser) => void): Promise<void>;
  /** Takes the panel more than a second, during which it answers nobody else. */
  serverStatus(): Promise<PanelServerStatus>;
  /** The subscription address a person puts into an app. A secret: whoever has it has the access. */
  subscriptionUrl(uuid: string): string;
  /** Share links of every proxy the panel offers this user; `not-found` when it does not know the uuid. */
  shareLinks(uuid: string): Promise<PanelShareLink[]>;
  close(): Promise<void>;
}

export function createPanelApi(options: PanelApiOptions): PanelApi {
  const addresses = panelAddresses(options);
  const transport = createPanelTransport({
    origin: addresses.origin,
    addressRules: options.addressRules,
    timeoutMs: options.timeoutMs ?? 30_000,
    maxBytes: options.maxBytes ?? 32 * 1024 * 1024,
    // Nearly a kilobyte and a third of a millisecond of each account, on a server with one thread.
    list: { timeoutMs: options.timeoutMs ?? 180_000, maxBytes: options.maxBytes ?? 256 * 1024 * 1024 },
    clock: options.clock,
    onRequest: options.events?.panelAsked,
    hearing: options.hearing,
  });
  const admin = { key: options.apiKey, path: (route: string) => addresses.admin(route) };
  const read = (operation: string, route: string) =>
    transport.call({ operation, method: 'GET', path: admin.path(route), key: admin.key });
  const list = { operation: 'list users', method: 'GET', path: admin.path('admin/user/') } as const;
  const eachUser = (take: (user: PanelUser) => void) =>
    transport.stream({ ...list, key: admin.key }, (row) => {
      const user = parsePanelUser(row);
      if (user !== undefined) take(user);
    });

  return {
    info: async () => understood('info', parseInfo(await read('info', 'panel/info/'))),
    me: async () => understood('me', parseAdmin(await read('me', 'admin/me/'))),
    async listUsers() {
      const users: PanelUser[] = [];
      await eachUser((user) => users.push(user));
      return users;
    },
    eachUser,
    serverStatus: async () => {
      const answer = await read('server status', 'admin/server_status/');
      return understood('server status', parseServerStatus(answer));
    },
    ...userOperations(transport, admin),
    subscriptionUrl: (uuid) => addresses.subscription(checkedUuid('subscription url', uuid)),
    shareLinks: (uuid) => readShareLinks(transport, addresses.client('user/all-configs/'), uuid),
    close: () => transport.close(),
  };
}

type UserOperations = Pick<PanelApi, 'createUser' | 'findUser' | 'patchUser' | 'deleteUser'>;

function userOperations(
  transport: PanelTransport,
  admin: { key: string; path: (route: string) => string },
): UserOperations {
  const path = (operation: string, uuid: string) => admin.path(`admin/user/${checkedUuid(operation, uuid)}/`);
  const { key } = admin;
  return {
    async createUser(wanted) {
      const operation = 'create user';
      const body = createBody(wanted);
      const answer = await transport.call({
        operation,
        method: 'POST',
        path: admin.path('admin/user/'),
        key,
        body,
      });
      return readUser(operation, answer, wanted.uuid);
    },
    async findUser(uuid) {
      const operation = 'find user';
      const call = { operation, method: 'GET', path: path(operation, uuid), key } as const;
      const answer = await transport.call(call).catch(absent);
      return answer === undefined ? undefined : readUser(operation, answer, uuid);
    },
    async patchUser(uuid, patch) {
      const operation = 'patch user';
      const body = patchBody(patch);
      const answer = await transport.call({
        operation,
        method: 'PATCH',
        path: path(operation, uuid),
        key,
        body,
      });
      return readUser(operation, answer, patch.uuid ?? uuid);
    },
    async deleteUser(uuid) {
      const operation = 'delete user';
      await transport.call({ operation, method: 'DELETE', path: path(operation, uuid), key }).catch(absent);
    },
  };
}

function absent(error: unknown): undefined {
  if (error instanceof PanelError && error.class === 'not-found') return undefined;
  throw error;
}

/** An answer about another uuid than ours is no answer: something between us and the panel mixes things up. */
function readUser(operation: string, answer: unknown, uuid: string): PanelUser {
  const user = parsePanelUser(answer);
  return understood(operation, user?.uuid === uuid.toLowerCase() ? user : undefined);
}

/** The client path knows people by their own uuid, so "unauthorized" there means "no such user". */
async function readShareLinks(
  transport: PanelTransport,
  path: string,
  uuid: string,
): Promise<PanelShareLink[]> {
  const operation = 'share links';
  const key = checkedUuid(operation, uuid);
  const answer = await transport.call({ operation, method: 'GET', path, key }).catch((error: unknown) => {
    if (!(error instanceof PanelError) || error.class !== 'unauthorized') throw error;
    throw new PanelError({ class: 'not-found', operation, status: error.status });
  });
  return understood(operation, parseShareLinks(answer));
}

function understood<T>(operation: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new PanelError({ class: 'misconfigured', operation, reason: 'answer not understood' });
}

function checkedUuid(operation: string, uuid: string): string {
  if (isUuid(uuid)) return uuid.toLowerCase();
  throw new PanelError({ class: 'invalid', operation, reason: 'fields: uuid' });
}
