import type { HealthCheck } from '../../../platform/health.ts';
import type { KeyWatch } from '../providers/key-watch.ts';
import type { RefusalWatch } from './refusal-watch.service.ts';

/** Whether providers take our keys and what we ask of them. */
export function paymentChecks({
  keyWatch,
  refusals,
}: {
  keyWatch: Pick<KeyWatch, 'assertTaken'>;
  refusals: Pick<RefusalWatch, 'assertNone'>;
}): HealthCheck[] {
  const probe = async () => {
    keyWatch.assertTaken();
    refusals.assertNone();
  };
  return [{ name: 'payments', vital: false, probe }];
}
