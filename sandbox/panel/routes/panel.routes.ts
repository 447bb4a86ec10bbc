import { jsonAnswer, textAnswer } from '../answers.ts';
import { type Call, getAdmin, skipsRoles } from '../call.ts';
import type { Route } from '../router.ts';
import { runUsagePass } from '../usage.ts';
import { userView } from '../users/user-view.ts';
import { getOwner, wallClock } from '../world.ts';
import { serverStatus } from './server-status.ts';

const html = 'text/html; charset=utf-8';
const everyAdmin = ['super_admin', 'admin', 'agent'] as const;

/** What the panel says about itself, and the two answers that are JSON under the wrong content type. */
export const panelRoutes: readonly Route[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
    method,
    path: '/api/v2/panel/ping/',
    handle: (call: Call) => {
      checkNodeOrAdmin(call);
      return jsonAnswer({ msg: `${method}: PONG` });
    },
  })),
  { method: 'GET', path: '/api/v2/panel/info/', handle: info },
  { method: 'GET', path: '/api/v2/admin/me/', handle: me },
  { method: 'GET', path: '/api/v2/admin/server_status/', handle: status },
  { method: 'GET', path: '/api/v2/admin/update_user_usage/', handle: updateUsage },
  { method: 'GET', path: '/api/v2/admin/all-configs/', handle: allConfigs },
];

/** The one route that 12.1 brought. */
export const publicPortRoute: Route = {
  method: 'GET',
  path: '/api/v2/admin/all-public-port/',
  handle: publicPorts,
};

/** Ping and info also let nodes in, so a panel that skips role checks answers them without any key. */
function checkNodeOrAdmin(call: Call): void {
  if (!skipsRoles(call)) getAdmin(call, everyAdmin);
}

function info(call: Call) {
  checkNodeOrAdmin(call);
  return jsonAnswer({ version: call.world.traits.version });
}

function me(call: Call) {
  const admin = getAdmin(call, everyAdmin);
  const parent = call.world.admins.find((one) => one.id === admin.parentId);
  const shown = admin.mode === 'super_admin' ? parent?.uuid : undefined;
  const newer = call.world.traits.schema === 'pydantic';
  return jsonAnswer({
    can_add_admin: admin.canAddAdmin,
    comment: admin.comment,
    lang: admin.lang ?? 'en',
    mode: admin.mode,
    name: admin.name,
    telegram_id: admin.telegramId ?? 0,
    uuid: admin.uuid,
    ...(newer ? { max_active_users: null, max_users: null } : {}),
    ...(call.world.traits.hasBulk
      ? { default_outbound_slug: null, max_online_users: null, max_total_usage_GB: null }
      : {}),
    parent_admin_uuid: newer ? (shown ?? null) : shown,
  });
}

function status(call: Call) {
  const admin = getAdmin(call, everyAdmin);
  return jsonAnswer(serverStatus(call.world, Number(call.request.query.get('admin_id') ?? admin.id)));
}

/** Counts what came in since the last pass; the users it names are those who used something. */
function updateUsage(call: Call) {
  getAdmin(call, ['super_admin']);
  const comments = [...call.world.uncounted].map(([uuid, bytes]) => ({ uuid, usage: bytes }));
  runUsagePass(call.world);
  const result = { status: 'success', comments, date: wallClock(call.world) };
  return textAnswer(JSON.stringify(result, undefined, 2), html);
}

/** From 12.1 on; before v13 the owner is not among those who may ask. */
function publicPorts(call: Call) {
  getAdmin(call, call.world.traits.schema === 'pydantic' ? ['super_admin', 'admin'] : ['admin']);
  const ports = {
    tcp: { 80: 'http', 443: 'tls' },
    udp: { 443: 'quic', 27391: 'shadowsocks', 38210: 'hysteria' },
  };
  return textAnswer(JSON.stringify(ports, undefined, 2), html);
}

/** The dump for the installer: domains, settings and users, the owner's key among them. */
function allConfigs(call: Call) {
  const { world } = call;
  getAdmin(call, ['super_admin']);
  const host = call.request.headers.host ?? 'localhost';
  const dump = {
    api_path: world.adminPath,
    api_key: getOwner(world).uuid,
    users: world.users.map((user) => userView(world, user)),
    domains: [{ domain: host, mode: 'direct', alias: '' }],
    chconfigs: {
      0: {
        proxy_path_admin: world.adminPath,
        proxy_path_client: world.clientPath,
        unique_id: getOwner(world).uuid,
      },
    },
  };
  return textAnswer(JSON.stringify(dump, undefined, 2), html);
}
