import { currencies, readMinor } from '../../platform/money.ts';
import { clip } from '../../telegram/screens/clip.ts';
import { readWhole } from '../../telegram/screens/taps.ts';
import type { PlanChange } from './service.ts';

/** The fields of a plan that are typed; the rest is switched. */
export const planFields = ['days', 'traffic', 'name', 'nameEn', ...currencies] as const;
export type PlanField = (typeof planFields)[number];

/** Reads what was typed as a change; undefined when it does not fit. Nought takes away. */
export function readChange(field: PlanField, text: string): PlanChange | undefined {
  if (field === 'name' || field === 'nameEn') {
    const value = clip(text, 25);
    if (value === '' || value.length > 24) return undefined;
    return { field: field === 'name' ? 'nameRu' : 'nameEn', value };
  }
  if (field === 'traffic') {
    const gigabytes = readWhole(text, { min: 0, max: 10_000 });
    if (gigabytes === undefined) return undefined;
    return { field: 'trafficBytes', value: gigabytes === 0 ? null : gigabytes * 1024 ** 3 };
  }
  if (field === 'days') {
    const days = readWhole(text, { min: 0, max: 3_650 });
    return days === undefined ? undefined : { field, value: days === 0 ? null : days };
  }
  const minor = readMinor(text, field);
  if (minor === undefined) return undefined;
  return { field: 'price', currency: field, value: minor === 0 ? null : minor };
}
