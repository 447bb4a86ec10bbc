import { z } from 'zod';
import { panelErrorClasses } from '../hiddify/panel-error.ts';

const found = [
  'sealed',
  'stuck',
  'sync-stopped',
  'repair-stopped',
  'scan-failed',
  'odd-rows',
  'by-hand',
  'no-room',
  'not-removed',
] as const;

/** Trouble that admins are told of: how a panel fails, and what we find ourselves. */
export const alarms = [...panelErrorClasses, ...found] as const;

export type Alarm = (typeof alarms)[number];

/** An alarm as rows have it; one that only another version knows is read as a panel that fails. */
export const alarmText = z.codec(z.string(), z.enum(alarms), {
  decode: (text) => alarms.find((alarm) => alarm === text) ?? 'transient',
  encode: (alarm) => alarm,
});

/** How the problem of a list begins that was read but for some values; any other one stopped the sync. */
export const oddRowsMark = 'odd rows: ';
