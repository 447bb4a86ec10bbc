import { z } from 'zod';
import { coercedNumber, loose } from './coercion.ts';

/** The Hiddify version that answers; `major` decides between the contracts 10–12 and 13. */
export interface PanelInfo {
  version: string;
  major: number;
}

/** Whose key we hold: `super_admin`, `admin`, `agent`, or a word of a later version. */
export interface PanelAdmin {
  uuid: string | undefined;
  name: string;
  role: string;
}

/** The machine under the panel. Anything the panel does not say is `undefined`. */
export interface PanelServerStatus {
  cpuPercent: number | undefined;
  ramUsedGib: number | undefined;
  ramTotalGib: number | undefined;
  diskUsedGib: number | undefined;
  diskTotalGib: number | undefined;
  loadAverage: number | undefined;
  connections: number | undefined;
  usersTotal: number | undefined;
  /** By the panel's period names: `today`, `yesterday`, `h24`, `m5`, `last_30_days`, `total`. */
  history: Record<string, { usageBytes: number; online: number }>;
}

/** A ready share link of one proxy, as the panel builds it for this user. */
export interface PanelShareLink {
  name: string;
  link: string;
  protocol: string;
  transport: string;
  security: string;
}

const infoAnswer = z.object({ version: z.string().regex(/^\d+\.\d+[\w.]*$/) });

export function parseInfo(answer: unknown): PanelInfo | undefined {
  const parsed = infoAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  return { version: parsed.data.version, major: Number.parseInt(parsed.data.version, 10) };
}

const adminAnswer = z.object({
  mode: z.string().regex(/^[a-z_]{1,30}$/),
  name: loose(z.string()),
  uuid: loose(z.string()),
});

export function parseAdmin(answer: unknown): PanelAdmin | undefined {
  const parsed = adminAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  return { uuid: parsed.data.uuid, name: parsed.data.name ?? '', role: parsed.data.mode };
}

const number = loose(coercedNumber);
const period = loose(z.object({ usage: number, online: number }));
const statusAnswer = z.object({
  stats: z.object({
    system: loose(
      z.object({
        cpu_percent: number,
        ram_used: number,
        ram_total: number,
        disk_used: number,
        disk_total: number,
        load_avg_1min: number,
        total_connections: number,
      }),
    ),
  }),
  usage_history: loose(z.looseObject({ total: loose(z.looseObject({ users: number })) })),
});

export function parseServerStatus(answer: unknown): PanelServerStatus | undefined {
  const parsed = statusAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const { stats, usage_history: history } = parsed.data;
  return {
    cpuPercent: stats.system?.cpu_percent,
    ramUsedGib: stats.system?.ram_used,
    ramTotalGib: stats.system?.ram_total,
    diskUsedGib: stats.system?.disk_used,
    diskTotalGib: stats.system?.disk_total,
    loadAverage: stats.system?.load_avg_1min,
    connections: stats.system?.total_connections,
    usersTotal: history?.total?.users,
    history: readHistory(history ?? {}),
  };
}

function readHistory(history: Record<string, unknown>): PanelServerStatus['history'] {
  const names = ['today', 'yesterday', 'h24', 'm5', 'last_30_days', 'total'];
  const entries = names.flatMap((name) => {
    const read = period.parse(history[name]);
    return read ? [[name, { usageBytes: read.usage ?? 0, online: read.online ?? 0 }] as const] : [];
  });
  return Object.fromEntries(entries);
}

const text = loose(z.string());
const linkAnswer = z.object({
  link: z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/\S+$/i),
  name: text,
  protocol: text,
  transport: text,
  security: text,
});

/** The first rows of the panel's answer are subscription addresses; only share links are kept. */
export function parseShareLinks(answer: unknown): PanelShareLink[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  return answer.flatMap((row: unknown) => {
    const parsed = linkAnswer.safeParse(row);
    if (!parsed.success || /^https?:/i.test(parsed.data.link)) return [];
    const { name = '', link, protocol = '', transport = '', security = '' } = parsed.data;
    return [{ name, link, protocol, transport, security }];
  });
}
