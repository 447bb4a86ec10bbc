import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They start processes and databases of their own, or wait for what takes as long as it takes. */
const longest = [
  'sandbox/start/remembers',
  'journeys/stripe-faults',
  'features/panels/provisioning/provisioning',
  'features/panels/provisioning/joined',
  'http/health-metrics',
  'journeys/renewing',
  'app/lifecycle',
  'embedded-postgres/runner',
  'embedded-postgres/accounts',
  'platform/shutdown/shutdown',
  'http/database-away',
  'architecture/wrong-uses',
  'features/money/payments/pre-checkout',
  'journeys/telegram-away',
  'features/panels/provisioning/sync',
  'sandbox/start/refusals',
  'journeys/promo-codes',
];

/** Begins with the files that take longest, so that no worker is left alone with one of them at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const first = longest.flatMap((name) =>
      rest.filter(({ moduleId }) => moduleId.endsWith(`/test/${name}.test.ts`)),
    );
    return [...first, ...rest.filter((file) => !first.includes(file))];
  }
}
