/**
 * The way a panel of some version tells its cores of a change. `never`: it answers 200 and tells nobody · `may-be-lost`: an
 * apply that falls into a running one is forgotten · `kept`: it queues them · `unknown`: the version is not known yet.
 */
export type Applies = 'never' | 'may-be-lost' | 'kept' | 'unknown';

/** The only place that knows which versions apply what. 12.3.0 to 12.3.3 start their background work without its argument. */
export function appliesOf(version: string | null | undefined): Applies {
  const major = Number.parseInt(version ?? '', 10);
  if (!Number.isInteger(major)) return 'unknown';
  if (/^12\.3\.[0-3](?!\d)/.test(version ?? '')) return 'never';
  return major < 13 ? 'may-be-lost' : 'kept';
}
