import type { Call } from '../call.ts';
import { panelTime } from '../calendar.ts';
import { expireUnix, isActive, remainingDays } from '../users/entitlement.ts';
import { gibibyte, type UserRecord } from '../users/records.ts';
import { today } from '../world.ts';

/** What every format of one subscription shares. */
export interface Profile {
  readonly user: UserRecord;
  readonly host: string;
  readonly active: boolean;
  readonly remainingDays: number;
  /** Host and name, as apps show it. */
  readonly title: string;
  /** The user's base address, always https as behind the proxy. */
  readonly baseUrl: string;
  /** "⏳ 0.5/30GB 📅 30 days". */
  readonly summary: string;
  readonly comments: readonly string[];
  /** The clock the panel hides in the address of its fake node. */
  readonly fakeAddress: string;
  /** v13 renders its formats from templates and words some of them differently. */
  readonly newer: boolean;
  readonly headers: Record<string, string>;
}

/** Gathers a user's profile for the host the request came to. */
export function readProfile(call: Call, user: UserRecord): Profile {
  const { world, request } = call;
  const host = request.headers.host ?? 'localhost';
  const days = remainingDays(user, today(world));
  const active = isActive(user, today(world));
  const newer = world.traits.schema === 'pydantic';
  const title = `${host} ${user.name}`;
  return {
    user,
    host,
    active,
    remainingDays: days,
    title,
    baseUrl: `https://${host}/${world.clientPath}/${user.uuid}/`,
    summary: summarise(user, days, { active, newer }),
    comments: commentOnLimits(user, days),
    fakeAddress: fakeAddress(panelTime(world.clock.now(), world.timeZone)),
    newer,
    headers: {
      'subscription-userinfo': `upload=0;download=${user.currentUsageBytes};total=${user.usageLimitBytes};expire=${expireUnix(user, today(world))}`,
      'profile-web-page-url': `https://${host}${request.path.replace(/[^/]*$/, '')}`,
      'profile-update-interval': '1',
      'profile-title': `base64:${Buffer.from(title).toString('base64')}`,
    },
  };
}

/** Below 1000 GiB it is counted in GB, below 100 000 in TB, above not at all; days only below 1000. */
function summarise(user: UserRecord, days: number, look: { active: boolean; newer: boolean }): string {
  const { active, newer } = look;
  const limit = user.usageLimitBytes / gibibyte;
  const used = user.currentUsageBytes / gibibyte;
  let usage = '';
  if (limit < 1000) usage = `${pythonRound(used, 3)}/${plain(limit)}GB`;
  else if (limit < 100_000)
    usage = `${pythonRound(used / 1000, 3)}/${plain(Number((limit / 1000).toFixed(1)))}TB`;
  const mark = active ? '⏳' : '✖';
  const left = days < 1000 ? `${days} Days` : '';
  if (!newer) return `${mark} ${usage} 📅 ${left}`.trim();
  return [mark, usage, left && `📅 ${left}`].filter((part) => part !== '').join(' ');
}

/** Where nothing is counted the panel says so in comment lines. */
function commentOnLimits(user: UserRecord, days: number): string[] {
  const usage = user.usageLimitBytes / gibibyte >= 100_000 ? ['#No Usage Limit'] : [];
  return days >= 1000 ? [...usage, '#No Time Limit'] : usage;
}

/** Python shows a float's decimal point even when nothing follows it. */
function pythonRound(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits));
  return Number.isInteger(rounded) ? `${rounded}.0` : String(rounded);
}

function plain(value: number): string {
  return String(value).replace('.0', '');
}

function fakeAddress(time: string): string {
  const [date = '', clock = ''] = time.split(' ');
  const [hour, minute] = clock.split(':');
  return `${hour}.${minute}--${date.replaceAll('-', '.')}.time:${hour}${minute}`;
}
