import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They start processes and databases of their own, or wait for what takes as long as it takes. */
const longest = [
  'sandbox/start/remembers',
  'features/panels/provisioning/provisioning',
  'http/health-metrics',
  'journeys/stripe-faults',
  'features/panels/provisioning/joined',
  'journeys/former-dialogues',
  'app/lifecycle',
  'http/database-away',
  'features/money/reconciliation/provider-keys',
  'journeys/any-dialogue',
  'journeys/telegram-away',
  'features/panels/provisioning/moves',
  'journeys/renewing',
  'features/money/payments/pre-checkout',
  'journeys/promo-codes',
  'embedded-postgres/accounts',
  'platform/queue/queue',
  'features/invites/door',
  'features/screens',
  'features/panels/provisioning/sync',
  'features/panels/provisioning/lists',
  'journeys/buying',
  'features/panels/provisioning/periods',
  'embedded-postgres/runner',
  'journeys/anything',
  'platform/shutdown/shutdown',
  'sandbox/start/refusals',
  'architecture/wrong-uses',
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
