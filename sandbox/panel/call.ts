import type { IncomingHttpHeaders } from 'node:http';
import { BareFailure, PanelCrash, PanelFailure } from './answers.ts';
import type { PanelFaults } from './faults.ts';
import type { AdminMode, AdminRecord, UserRecord } from './users/records.ts';
import type { World } from './world.ts';

/** A request as it reached the panel. */
export interface PanelRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Who a key, a cookie or a path belongs to. */
export interface Caller {
  admin?: AdminRecord;
  user?: UserRecord;
}

/** One request on its way through a route. */
export interface Call {
  readonly world: World;
  readonly request: PanelRequest;
  readonly faults: PanelFaults;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
}

/** Whether the path belongs to the programming interface rather than to the pages. */
export function isApiPath(path: string): boolean {
  return path.includes('api/v1/') || path.includes('api/v2/');
}

/** The admin behind a call; without one, or with a role too low, the panel says 403 in its own spelling. */
export function getAdmin(call: Call, roles: readonly AdminMode[]): AdminRecord {
  const { admin } = call.caller;
  if (admin === undefined) throw unauthorized(call.world);
  if (!skipsRoles(call) && !roles.includes(admin.mode)) throw unauthorized(call.world);
  return admin;
}

/** The user behind a call on the client path. */
export function getCallingUser(call: Call): UserRecord {
  if (call.caller.user === undefined) throw unauthorized(call.world);
  return call.caller.user;
}

/** Whether this panel skips its role checks, as v11.0 to v12.3 do on Python 3.13. */
export function skipsRoles(call: Call): boolean {
  return call.faults.roleBypass && call.world.traits.canBypassRoles;
}

/** What this generation says to a caller without the right key. */
export function unauthorized(world: World): PanelFailure {
  const { status, message } = world.traits.unauthorized;
  return new PanelFailure(status, message);
}

const unreadable = 'The browser (or proxy) sent a request that this server could not understand.';

/** The parsed JSON body. Legacy looks only at bodies that say they are JSON; v13 takes any body for JSON. */
export function readJson(call: Call): unknown {
  const { schema } = call.world.traits;
  if (schema === 'marshmallow' && (!saysJson(call.request) || call.request.body === '')) return undefined;
  try {
    return JSON.parse(call.request.body);
  } catch {
    if (schema === 'marshmallow') throw new PanelCrash(`400 Bad Request: ${unreadable}`);
    throw new BareFailure(400, unreadable);
  }
}

function saysJson(request: PanelRequest): boolean {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || /^application\/.+\+json$/.test(type);
}
