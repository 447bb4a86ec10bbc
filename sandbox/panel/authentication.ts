import { randomBytes } from 'node:crypto';
import type { Caller, PanelRequest } from './call.ts';
import { findAdmin, findUser, type World } from './world.ts';

/** What the credentials of a request came to. */
export interface Identity {
  caller: Caller;
  /** Credentials were sent and fit nobody. */
  refused: boolean;
  /** A new session for the answer's Set-Cookie header. */
  newSession?: string;
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds the caller in the panel's order: uuid in the path, key header, Basic, session cookie. */
export function authenticate(world: World, request: PanelRequest): Identity {
  const side = request.path.startsWith(`/${world.adminPath}/`) ? 'admin' : 'user';
  const key = credential(world, request);
  if (key === undefined) return fromCookie(world, request, side);
  const caller = lookUp(world, key, side);
  if (caller === undefined) return { caller: {}, refused: true };
  return { caller, refused: false, ...openSession(world, request, caller) };
}

/** The uuid in a page's path, if there is one. */
export function uuidInPath(path: string): string | undefined {
  const second = path.split('/')[2];
  return second !== undefined && uuidShape.test(second) ? second : undefined;
}

function credential(world: World, request: PanelRequest): string | undefined {
  const inPath = isAdminApi(request.path) ? undefined : uuidInPath(request.path);
  if (inPath !== undefined) return inPath;
  const header = request.headers['hiddify-api-key'];
  if (typeof header === 'string' && header !== '') return header;
  return basicUser(request.headers.authorization);
}

/** The admin interface has no route with a uuid in front, so none is read from its paths. */
function isAdminApi(path: string): boolean {
  return path.includes('/api/v2/admin/') || path.includes('/api/v2/panel/');
}

function basicUser(header: string | undefined): string | undefined {
  const encoded = /^basic\s+(.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  return Buffer.from(encoded, 'base64').toString().split(':')[0];
}

function lookUp(world: World, key: string, side: 'admin' | 'user'): Caller | undefined {
  if (side === 'admin') {
    const admin = findAdmin(world, key);
    return admin && { admin };
  }
  const user = findUser(world, key);
  return user === undefined || user.deleted ? undefined : { user };
}

function fromCookie(world: World, request: PanelRequest, side: 'admin' | 'user'): Identity {
  const session = world.sessions.get(cookieValue(request) ?? '');
  const admin = world.admins.find((one) => one.id === session?.adminId);
  const user = world.users.find((one) => one.id === session?.userId);
  if (side === 'admin' && admin !== undefined) return { caller: { admin }, refused: false };
  if (side === 'user' && user !== undefined) return { caller: { user }, refused: false };
  return { caller: {}, refused: false };
}

function openSession(world: World, request: PanelRequest, caller: Caller): { newSession: string } {
  const known = cookieValue(request);
  const name =
    known !== undefined && world.sessions.has(known) ? known : randomBytes(32).toString('base64url');
  const session = world.sessions.get(name) ?? {};
  if (caller.admin !== undefined) session.adminId = caller.admin.id;
  if (caller.user !== undefined) session.userId = caller.user.id;
  world.sessions.set(name, session);
  forgetOldest(world);
  return { newSession: name };
}

/** A load test makes a session with every call; only the newest few thousand are worth the memory. */
function forgetOldest(world: World): void {
  const [oldest] = world.sessions.keys();
  if (world.sessions.size > 5000 && oldest !== undefined) world.sessions.delete(oldest);
}

function cookieValue(request: PanelRequest): string | undefined {
  return /(?:^|;\s*)session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}
