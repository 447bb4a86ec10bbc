import { htmlAnswer, jsonAnswer, type PanelAnswer, PanelFailure, textAnswer } from '../answers.ts';
import { type Call, getCallingUser } from '../call.ts';
import type { Route } from '../router.ts';
import { clash, plainLinks, singbox, xray } from '../subscription/formats.ts';
import { type Node, userNodes } from '../subscription/nodes.ts';
import { type Profile, readProfile } from '../subscription/profile.ts';
import { userPage } from '../subscription/user-page.ts';
import { findFormat, type SubscriptionFormat } from '../user-agents.ts';

const plain = 'text/plain; charset=utf-8';

type Writer = (profile: Profile, nodes: readonly Node[]) => PanelAnswer;

const writers: Record<SubscriptionFormat | 'links', Writer> = {
  page: (profile, nodes) => htmlAnswer(userPage(profile, nodes)),
  links: (profile, nodes) => textAnswer(plainLinks(profile, nodes), plain, profile.headers),
  links64: (profile, nodes) => textAnswer(base64(plainLinks(profile, nodes)), plain, profile.headers),
  singbox: (profile, nodes) => textAnswer(singbox(profile, nodes), 'application/json', profile.headers),
  xray: (profile, nodes) => textAnswer(xray(profile, nodes), 'application/json', profile.headers),
  clashmeta: (profile, nodes) => textAnswer(clash(nodes, true), plain, profile.headers),
  clash: (profile, nodes) => textAnswer(clash(nodes, false), plain, profile.headers),
};

/** The addresses below `/<client path>/<uuid>/` that apps and browsers fetch. */
export const subscriptionRoutes: readonly Route[] = [
  route('/', (call) => findFormat(userAgent(call)) ?? 'links64', 'required'),
  route('/auto/', (call) => automatic(call)),
  route('/sub/', () => 'links'),
  route('/all.txt', (call) =>
    call.request.query.get('base64')?.toLowerCase() === 'true' ? 'links64' : 'links',
  ),
  route('/sub64/', () => 'links64'),
  route('/singbox/', () => 'singbox'),
  route('/full-singbox.json', () => 'singbox'),
  route('/xray/', () => 'xray'),
  route('/clash/', () => 'clash'),
  route('/clash/<word:size>.yml', () => 'clash'),
  route('/clash/normal/<word:size>.yml', () => 'clash'),
  route('/clashmeta/', () => 'clashmeta'),
  route('/clash/meta/<word:size>.yml', () => 'clashmeta'),
  route('/new/', (call) => findFormat(userAgent(call)) ?? 'page'),
  { method: 'GET', path: '/wireguard/', slash: 'optional', handle: noWireguard },
];

function route(
  path: string,
  choose: (call: Call) => SubscriptionFormat | 'links',
  slash: 'required' | 'optional' = path.endsWith('/') ? 'optional' : 'required',
): Route {
  return {
    method: 'GET',
    path,
    slash,
    handle: (call) => {
      if (call.caller.user === undefined) return jsonAnswer({ message: 'Not Found' }, 404);
      const profile = readProfile(call, call.caller.user);
      const nodes = userNodes(call.world, profile.user, profile.host);
      return writers[choose(call)](profile, nodes);
    },
  };
}

/** A browser is no app, so it gets plain links here, as does every app the panel does not know. */
function automatic(call: Call): SubscriptionFormat | 'links' {
  const format = findFormat(userAgent(call));
  return format === undefined || format === 'page' ? 'links' : format;
}

/** No WireGuard is set up on this panel. */
function noWireguard(call: Call): PanelAnswer {
  getCallingUser(call);
  throw new PanelFailure(404, 'Not Found');
}

function userAgent(call: Call): string {
  return call.request.headers['user-agent'] ?? '';
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
