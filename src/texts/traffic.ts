import type { Texts, Voice } from './voice.ts';

/** A limit of traffic, and what it is for. */
interface Traffic {
  /** Null: unlimited. */
  trafficBytes: number | null;
  trafficMode: keyof Texts['desk']['trafficMode'];
}

/** How much traffic comes with it: for all of the time, or for each month of it. */
export function trafficText({ t, format }: Voice, { trafficBytes, trafficMode }: Traffic): string {
  if (trafficBytes === null) return t.general.unlimited;
  const size = format.size(trafficBytes);
  if (trafficMode === 'total') return size;
  return trafficMode === 'monthly' ? t.general.aMonth(size) : t.general.aMonthKept(size);
}

/** When the traffic of a month comes, and what becomes of its rest; undefined where it is for all of the time. */
export function monthlyText({ t }: Voice, { trafficBytes, trafficMode }: Traffic): string | undefined {
  return trafficBytes === null || trafficMode === 'total' ? undefined : t.shop.monthly[trafficMode];
}
