import {
  crashAnswer,
  failureAnswer,
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

export type Panel = (request: PanelRequest, faults: PanelFaults) => Promise<PanelAnswer>;

/** The panel behind its proxy: one request in, one answer out, refusals and crashes already worded. */
export function createPanel(world: World, routes: readonly Route[]): Panel {
  const match = createRouter(routes);

  return async (request, faults) => {
    try {
      return finish(await answer(request, faults));
    } catch (problem) {
      return finish(wordProblem(problem, request));
    }
  };

  async function answer(request: PanelRequest, faults: PanelFaults): Promise<PanelAnswer> {
    if (isRobot(request.headers['user-agent'] ?? '')) throw new PanelFailure(400, 'invalid');
    checkSecretPath(world, request.path);
    const identity = authenticate(world, request);
    if (identity.refused || faults.wrongKey) return refuse(world, request);
    const call = { world, request, faults, caller: identity.caller };
    return withSession(await route(call, match(request.method, innerPath(world, request.path))), identity);
  }
}

async function route(call: Omit<Call, 'params'>, found: Match): Promise<PanelAnswer> {
  if (found.kind === 'found') return await found.route.handle({ ...call, params: found.params });
  if (found.kind === 'needsSlash') return redirectAnswer(308, slashedUrl(call.request));
  return routeError(call, found.kind);
}

/** Legacy panels wrap what Flask says about routing into a 500; v13 lets it through. */
function routeError(call: Omit<Call, 'params'>, kind: 'wrongMethod' | 'unknown'): never {
  const { status, text } = routeErrors[kind];
  if (!isApiPath(call.request.path)) throw new PanelFailure(404, 'Not Found');
  if (call.world.traits.wrapsRouteErrors) throw new PanelCrash(text);
  throw new PanelFailure(status, text.replace(/^\d+ ([^:]+):.*/s, '$1'));
}

const routeErrors = {
  unknown: {
    status: 404,
    text: '404 Not Found: The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  },
  wrongMethod: {
    status: 405,
    text: '405 Method Not Allowed: The method is not allowed for the requested URL.',
  },
} as const;

/** The admin interface answers on the admin path alone, the user interface on the client path alone. */
function checkSecretPath(world: World, path: string): void {
  const first = path.split('/')[1] ?? '';
  const isAdminCall = path.includes('/api/v2/admin/');
  const isUserCall = path.includes('/api/v2/user/');
  const fits = (first === world.adminPath && !isUserCall) || (first === world.clientPath && !isAdminCall);
  if (!fits) throw new PanelFailure(400, 'invalid request');
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
  if (isApiPath(request.path)) throw unauthorized();
  const user = uuidInPath(request.path);
  const next = encodeURIComponent(request.path.replace(`${user}/`, ''));
  return redirectAnswer(302, `/${world.clientPath}/l/?force=1&next=${next}&user=${user ?? ''}`);
}

function withSession(answer: PanelAnswer, identity: Identity): PanelAnswer {
  if (identity.newSession === undefined) return answer;
  const cookie = `session=${identity.newSession}; HttpOnly; Path=/`;
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}

function slashedUrl(request: PanelRequest): string {
  const protocol = request.headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  const query = request.query.size > 0 ? `?${request.query}` : '';
  return `${protocol}://${request.headers.host}${request.path}/${query}`;
}

function wordProblem(problem: unknown, request: PanelRequest): PanelAnswer {
  const isApi = isApiPath(request.path);
  if (problem instanceof PanelFailure) return failureAnswer(problem, request.headers.accept, isApi);
  return crashAnswer(problem instanceof Error ? problem : new Error(String(problem)), isApi);
}

function finish(answer: PanelAnswer): PanelAnswer {
  const headers = { 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'same-origin' };
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
