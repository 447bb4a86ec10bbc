import { type accessStateOf, isRunning } from './access-state.rules.ts';

type Facts = NonNullable<Parameters<typeof accessStateOf>[0]>;

/** Whether days and traffic would add anything to what somebody has: for ever and unlimited swallow more of the same. */
export function addsTo(
  subscription: Facts | undefined,
  { days, trafficBytes }: { days: number | null; trafficBytes: number | null },
  now: Date,
): boolean {
  if (subscription === undefined || !isRunning(subscription, now)) return true;
  const addsTime = subscription.expiresAt !== null && days !== 0;
  const addsTraffic = subscription.dataLimitBytes !== null && trafficBytes !== 0;
  return addsTime || addsTraffic;
}
