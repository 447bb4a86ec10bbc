import {
  crashAnswer,
  failureAnswer,
  jsonAnswer,
  type PanelAnswer,
  PanelCrash,
  PanelFailure,
  redirectAnswer,
} from './answers.ts';
import { authenticate, type Identity, uuidInPath } from './authentication.ts';
import { type Call, isApiPath, type PanelRequest, unauthorized } from './call.ts';
import type { PanelFaults } from './faults.ts';
import { createRouter, type Match, type Route } from './router.ts';
import { isRobot } from './user-agents.ts';
import type { World } from './world.ts';

const sessionMilliseconds = 10 * 86_400_000;

export type Panel = (request: PanelRequest, faults: PanelFaults) => Promise<PanelAnswer>;

/** The panel behind its proxy: one request in, one answer out, refusals and crashes already worded. */
export function createPanel(world: World, routes: readonly Route[]): Panel {
  const match = createRouter(routes);

  return async (request, faults) => {
    if (isRobot(request.headers['user-agent'] ?? ''))
      return finish(wordFailure(world, request, new PanelFailure(400, 'invalid')));
    if (!fitsSecretPath(world, request.path))
      return finish(wordFailure(world, request, new PanelFailure(400, 'invalid request')));
    const identity = authenticate(world, request);
    const answer = await settle(world, request, () => respond(request, faults, identity));
    return finish(withSession(world, answer, identity));
  };

  async function respond(request: PanelRequest, faults: PanelFaults, identity: Identity) {
    if (identity.refused || faults.wrongKey) return refuse(world, request);
    const call = { world, request, faults, caller: identity.caller };
    return await route(call, match(request.method, innerPath(world, request.path)));
  }
}

async function settle(
  world: World,
  request: PanelRequest,
  work: () => Promise<PanelAnswer>,
): Promise<PanelAnswer> {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof PanelFailure) return wordFailure(world, request, problem);
    return crashAnswer(
      problem instanceof Error ? problem : new Error(String(problem)),
      isApiPath(request.path),
    );
  }
}

function wordFailure(world: World, request: PanelRequest, failure: PanelFailure): PanelAnswer {
  const answer = failureAnswer(failure, {
    accept: request.headers.accept,
    isApi: isApiPath(request.path),
    carriesBoth: world.traits.errorsCarryBoth,
  });
  if (answer.status !== 401) return answer;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="Hiddify"' } };
}

async function route(call: Omit<Call, 'params'>, found: Match): Promise<PanelAnswer> {
  if (found.kind === 'found') return await found.route.handle({ ...call, params: found.params });
  if (found.kind === 'needsSlash') return redirectAnswer(308, slashedUrl(call.request));
  return routeError(call, found.kind);
}

/** Legacy panels wrap what Flask says about routing into a 500; v13 passes its description on. */
function routeError(call: Omit<Call, 'params'>, kind: 'wrongMethod' | 'unknown'): PanelAnswer {
  const { status, name, description } = routeErrors[kind];
  if (!isApiPath(call.request.path)) return jsonAnswer({ message: 'Not Found' }, 404);
  if (call.world.traits.wrapsRouteErrors) throw new PanelCrash(`${status} ${name}: ${description}`);
  return jsonAnswer({ msg: description }, status);
}

const routeErrors = {
  unknown: {
    status: 404,
    name: 'Not Found',
    description:
      'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  },
  wrongMethod: {
    status: 405,
    name: 'Method Not Allowed',
    description: 'The method is not allowed for the requested URL.',
  },
} as const;

/** The admin interface answers on the admin path alone, the user interface on the client path alone. */
function fitsSecretPath(world: World, path: string): boolean {
  const first = path.split('/')[1] ?? '';
  if (first === world.adminPath) return !path.includes('/api/v2/user/');
  return first === world.clientPath && !path.includes('/api/v2/admin/');
}

/** The path below the secret one, and below the user's uuid on the client side. */
function innerPath(world: World, path: string): string {
  const [, first, ...rest] = path.split('/');
  const hasUuid = first === world.clientPath && uuidInPath(path) !== undefined;
  const inner = hasUuid ? rest.slice(1) : rest;
  return inner.length === 0 ? '' : `/${inner.join('/')}`;
}

/** Interfaces refuse with 403, pages send the visitor to a login form. */
function refuse(world: World, request: PanelRequest): PanelAnswer {
  if (isApiPath(request.path)) throw unauthorized(world);
  const [, secret] = request.path.split('/');
  const user = uuidInPath(request.path) ?? 'None';
  const next = request.path.replace(`${user}/`, '');
  return redirectAnswer(302, `/${secret}/?force=1&next=${next}&user=${user}`);
}

function withSession(world: World, answer: PanelAnswer, identity: Identity): PanelAnswer {
  const headers = { ...answer.headers, vary: 'Cookie' };
  if (identity.newSession === undefined) return { ...answer, headers };
  const expires = new Date(world.clock.now().getTime() + sessionMilliseconds).toUTCString();
  const cookie = `session=${identity.newSession}; Expires=${expires}; HttpOnly; Path=/`;
  return { ...answer, headers: { ...headers, 'set-cookie': cookie } };
}

function slashedUrl(request: PanelRequest): string {
  const protocol = request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  const query = request.query.size > 0 ? `?${request.query.toString()}` : '';
  return `${protocol}://${request.headers.host}${request.path}/${query}`;
}

function finish(answer: PanelAnswer): PanelAnswer {
  const headers = { 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'same-origin' };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
