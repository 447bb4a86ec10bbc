import { randomBytes } from 'node:crypto';
import { jsonAnswer, type PanelAnswer, PanelCrash, PanelFailure } from '../answers.ts';
import { type Call, getCallingUser, readJson } from '../call.ts';
import type { Route } from '../router.ts';
import { type Node, userNodes } from '../subscription/nodes.ts';
import { type Profile, readProfile } from '../subscription/profile.ts';
import { shareLink } from '../subscription/share-links.ts';
import { daysToReset } from '../users/entitlement.ts';
import { gibibyte } from '../users/records.ts';
import { today } from '../world.ts';

/** `user/…`: what the owner of a subscription may ask; works for expired and disabled users too. */
export const ownRoutes: readonly Route[] = [
  { method: 'GET', path: '/api/v2/user/me/', handle: me },
  { method: 'PATCH', path: '/api/v2/user/me/', handle: changeMe },
  { method: 'GET', path: '/api/v2/user/all-configs/', handle: allConfigs },
  { method: 'GET', path: '/api/v2/user/short/', handle: short },
  { method: 'GET', path: '/api/v2/user/apps/', handle: apps },
  { method: 'GET', path: '/api/v2/user/mtproxies/', handle: mtproxies },
];

function me(call: Call): PanelAnswer {
  const user = getCallingUser(call);
  const profile = readProfile(call, user);
  const { clientPath } = call.world;
  return jsonAnswer({
    admin_message_html: 'Join our Hiddify Telegram channel to get the latest updates on Hiddify.',
    admin_message_url: 'https://t.me/hiddify',
    brand_icon_url: `/${clientPath}/static/images/favicon.ico`,
    brand_title: 'Hiddify',
    doh: `https://${profile.host}/${clientPath}/dns/dns-query`,
    lang: user.lang ?? 'en',
    profile_remaining_days: profile.remainingDays,
    profile_reset_days: daysToReset(user, today(call.world)),
    profile_title: user.name,
    profile_url: `${profile.baseUrl}#${encodeURIComponent(user.name)}`,
    profile_usage_current: user.currentUsageBytes / gibibyte,
    profile_usage_total: user.usageLimitBytes / gibibyte,
    speedtest_enable: true,
    telegram_bot_url: '',
    telegram_id: user.telegramId,
    telegram_proxy_enable: false,
  });
}

/** Legacy looks both keys up without asking whether they are there. */
function changeMe(call: Call): PanelAnswer {
  const user = getCallingUser(call);
  const body = (readJson(call) ?? {}) as { language?: string; telegram_id?: number };
  if (call.world.traits.schema === 'marshmallow') {
    for (const key of ['language', 'telegram_id'] as const) {
      if (body[key] === undefined) throw new PanelCrash(`'${key}'`);
    }
  }
  user.lang = body.language ?? user.lang;
  user.telegramId = body.telegram_id ?? user.telegramId;
  return jsonAnswer({ message: 'ok' });
}

function allConfigs(call: Call): PanelAnswer {
  const profile = readProfile(call, getCallingUser(call));
  const nodes = userNodes(call.world, profile.user, profile.host);
  const links = nodes.map((node) => nodeItem(node, profile.newer));
  if (!isV14(call)) return jsonAnswer([...subscriptionItems(profile), ...links]);
  const subscriptions = subscriptionItems(profile, 'Hiddify / Singbox');
  return jsonAnswer([
    ...subscriptions.map((item) => ({ ...item, category: 'subscription' })),
    ...links.map((item) => ({ ...item, category: 'config' })),
  ]);
}

/** v14 sorts its links into categories and has its Telegram proxy switched on. */
function isV14(call: Call): boolean {
  return call.world.traits.name === 'v14';
}

const formats: readonly [string, string][] = [
  ['Auto', 'auto/?asn=unknown'],
  ['Full Singbox', 'singbox/?asn=unknown'],
  ['Full Xray', 'xray/'],
  ['Subscription link', 'sub/?asn=unknown'],
  ['Subscription link b64', 'sub64/?asn=unknown'],
  ['Clash Meta', 'clashmeta/?asn=unknown'],
  ['Clash', 'clash/?asn=unknown'],
];

function subscriptionItems(profile: Profile, singboxName = 'Full Singbox') {
  const empty = { protocol: '', security: '', transport: '' };
  return formats.map(([name, path]) => ({
    ...empty,
    domain: 'ALL',
    link: `${profile.baseUrl}${path}#${encodeURIComponent(profile.user.name)}`,
    name: name === 'Full Singbox' ? singboxName : name,
    type: name === 'Clash' ? 'Except VLess' : '',
  }));
}

/** `domain` holds the mode of the domain and `type` its address: the panel's own naming. */
function nodeItem(node: Node, newer: boolean) {
  const words = {
    'vless-reality': { protocol: 'vless', security: 'reality', transport: 'tcp' },
    hysteria2: { protocol: 'hysteria2', security: 'h3_quic', transport: 'custom' },
    shadowsocks: { protocol: 'ss', security: 'custom', transport: 'shadowsocks' },
  };
  return {
    ...words[node.kind],
    domain: 'direct',
    link: shareLink(node, newer),
    name: node.name,
    type: node.server,
  };
}

/** A word that lives five minutes; on 12.3.0 it is given out but nothing ever serves it. */
function short(call: Call): PanelAnswer {
  const { host } = readProfile(call, getCallingUser(call));
  const word = randomBytes(4).toString('hex');
  return jsonAnswer({ expire_in: 299, full_url: `https://${host}/${word}`, short: word });
}

const platforms = ['all', 'android', 'ios', 'windows', 'linux', 'mac'];

function apps(call: Call): PanelAnswer {
  const { baseUrl, host } = readProfile(call, getCallingUser(call));
  const platform = call.request.query.get('platform') ?? 'auto';
  const isBrowser = /^mozilla/i.test(call.request.headers['user-agent'] ?? '');
  if (!platforms.includes(platform) && !(platform === 'auto' && isBrowser)) {
    throw new PanelFailure(400, 'Your selected platform is invalid!');
  }
  const hiddify = {
    deeplink: `hiddify://import/${baseUrl}`,
    description: 'Description HiddifyApp',
    guide_url: 'https://www.youtube.com/watch?v=vUaA1AEUy1s',
    icon_url: `https://${host}/${call.world.clientPath}/static/apps-icon/hiddify_next.ico`,
    install: [
      {
        title: '',
        type: 'google_play',
        url: 'https://play.google.com/store/apps/details?id=app.hiddify.com',
      },
    ],
    title: 'HiddifyApp',
  };
  return jsonAnswer(platform === 'all' || platform === 'ios' ? [hiddify, {}] : [hiddify]);
}

function mtproxies(call: Call): PanelAnswer {
  const { user, host } = readProfile(call, getCallingUser(call));
  if (!isV14(call)) throw new PanelFailure(404, 'Telegram mtproxy is not enable');
  const server = host.replace(/:\d+$/, '');
  const secret = `ee${user.uuid.replaceAll('-', '')}${Buffer.from('www.example.org').toString('hex')}`;
  return jsonAnswer([{ link: `tg://proxy?server=${server}&port=443&secret=${secret}`, title: server }]);
}
