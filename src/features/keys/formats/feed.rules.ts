import type { ServerDemand } from '../protocols/demand.rules.ts';
import { configFile } from './config-file.rules.ts';
import type { Tunnel } from './tunnel.rules.ts';
import type { KeyMode, PacketCut } from '../protocols/packet-cut.rules.ts';
import { carries, shareLink } from '../protocols/access.rules.ts';
import { nowhere } from '../protocols/shadowsocks/endpoint.rules.ts';
import { xrayConfig } from './xray.rules.ts';

/** The form in which an app wants a subscription: a list of links, plain or in base64, or configurations of its core. */
export type FeedForm =
  | 'plain'
  | 'base64'
  | 'xray-list'
  | 'sing-box'
  | 'sing-box 1.12'
  | 'sing-box 1.11'
  | 'mihomo';

/** The body of a subscription and its type. */
export interface Feed {
  contentType: string;
  body: string;
}

/**
 * The form by User-Agent, first match wins; plain links for whoever is not known. Hiddify comes first: it names all
 * the others too. Xray apps get whole configurations only in Enhanced, which older ones do not read in a link.
 */
export function formFor(userAgent: string, mode: KeyMode): FeedForm {
  if (/^hiddify/i.test(userAgent)) return 'base64';
  if (/^(flclash|flowvy|murge|mihomo|prizrak-box|koala-clash|stash|clash)/i.test(userAgent)) return 'mihomo';
  if (/sf[aifmt]\/|karing|sing-?box/i.test(userAgent)) return singBoxFor(userAgent);
  if (/^(happ|streisand|incy|v2box|v2rayng|v2rayn|v2raytun)\b/i.test(userAgent))
    return mode === 'enhanced' ? 'xray-list' : 'base64';
  return 'plain';
}

/** The version of the core stands in what an app says of itself; where it does not, it is taken for a new one. */
function singBoxFor(userAgent: string): FeedForm {
  const [, minor = ''] =
    /(?:sing-?box[ /]?v?|sf[aifmt]\/)1\.(\d{1,3})\b/i.exec(
      userAgent.replace(/^.*(?=sing-?box[ /]?v?1\.)/i, ''),
    ) ?? [];
  if (minor === '' || Number(minor) >= 13) return 'sing-box';
  return Number(minor) === 12 ? 'sing-box 1.12' : 'sing-box 1.11';
}

const knownApps = [
  'hiddify',
  'happ',
  'streisand',
  'incy',
  'v2box',
  'v2rayng',
  'v2rayn',
  'v2raytun',
  'flclash',
  'clash-verge',
  'stash',
  'mihomo',
  'karing',
  'sing-box',
];

/** Which app asks, for counting: one of a short list, or nothing for any other. */
export function appFor(userAgent: string): string {
  const name = userAgent.toLowerCase();
  return knownApps.find((app) => name.startsWith(app)) ?? (/^sf[aifmt]\//.test(name) ? 'sing-box' : '');
}

/** The way a subscription is written. */
export interface FeedLook {
  form: FeedForm;
  mode: KeyMode;
  demand: ServerDemand;
  cut?: PacketCut | undefined;
}

/** The tunnels in one form; those that its apps cannot connect by are left out. */
export function feedOf(tunnels: readonly Tunnel[], { form, mode, demand, cut }: FeedLook): Feed {
  if (form === 'plain' || form === 'base64') return linkList(tunnels, { form, mode, cut });
  if (form === 'xray-list') {
    const able = tunnels.filter(({ access }) => carries('xray', access, demand));
    const configs = able.map(({ access, name }) => xrayConfig(access, { name, mode, cut }));
    return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(configs) };
  }
  const file = configFile(tunnels, { ...wholeOf(form), mode, demand, cut });
  if (file === undefined) return linkList(tunnels, { form: 'plain', mode, cut });
  const body = Buffer.from(file.bytes).toString();
  return { contentType: `${file.contentType}; charset=utf-8`, body };
}

/** The format of a form that is a whole configuration. */
function wholeOf(form: Exclude<FeedForm, 'plain' | 'base64' | 'xray-list'>) {
  if (form === 'mihomo') return { format: form };
  const version = form === 'sing-box' ? undefined : form === 'sing-box 1.12' ? '1.12' : '1.11';
  return { format: 'sing-box', version } as const;
}

/** An entry that leads nowhere and whose name tells something: all that apps show of a subscription is names. */
export function signpost(words: string): Tunnel {
  return { name: words, access: nowhere };
}

function linkList(
  tunnels: readonly Tunnel[],
  { form, ...look }: { form: 'plain' | 'base64'; mode: KeyMode; cut: PacketCut | undefined },
): Feed {
  const links = `${tunnels.map(({ access, name }) => shareLink(access, { name, ...look })).join('\n')}\n`;
  const body = form === 'plain' ? links : Buffer.from(links).toString('base64');
  return { contentType: 'text/plain; charset=utf-8', body };
}
