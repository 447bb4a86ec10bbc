import { z } from 'zod';
import { readWhole } from '../../../telegram/screens/taps.ts';
import type { PanelChanges } from './service.ts';
import { isTimeZone } from '../../../platform/dates.ts';

export const panelSteps = ['url', 'adminPath', 'clientPath', 'apiKey', 'timeZone'] as const;
export type PanelStep = (typeof panelSteps)[number];
export const panelFields = ['name', 'capacity', 'weight', 'group'] as const;
export type PanelField = (typeof panelFields)[number];
export const accessSteps = ['adminPath', 'clientPath', 'apiKey'] as const;
export type AccessStep = (typeof accessSteps)[number];

const secretPath = z.string().regex(/^[\w-]{1,64}$/);

const answers: Record<PanelStep, z.ZodType<string>> = {
  url: z.url({ protocol: /^https?$/ }),
  adminPath: secretPath,
  clientPath: secretPath,
  apiKey: z.guid(),
  timeZone: z.string().refine(isTimeZone),
};

/**
 * Reads what was typed about how to reach a panel. Slashes around a path and spaces around anything come from
 * copying.
 */
export function readAnswer(step: PanelStep, text: string): string | undefined {
  const trimmed = text.trim();
  return answers[step].safeParse(step === 'url' ? trimmed : trimmed.replace(/^\/+|\/+$/g, '')).data;
}

/** Reads what was typed as the new value of a field; undefined when it is none. */
export function readChange(field: PanelField, text: string): PanelChanges | undefined {
  const trimmed = text.trim();
  if (field === 'name') return isName(trimmed) ? { name: trimmed } : undefined;
  if (field === 'group') return /^[a-z0-9-]{1,24}$/.test(trimmed) ? { group: trimmed } : undefined;
  if (field === 'capacity' && trimmed === 'none') return { capacity: null };
  const number = readWhole(trimmed, field === 'weight' ? { min: 0, max: 100 } : { min: 1, max: 1_000_000 });
  return number === undefined ? undefined : { [field]: number };
}

function isName(text: string): boolean {
  const length = Array.from(text).length;
  return length >= 1 && length <= 40 && text.isWellFormed() && !/[\p{Cc}\p{Cf}]/u.test(text);
}
