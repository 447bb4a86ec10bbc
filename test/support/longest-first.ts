import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They start processes and databases of their own, or wait for what takes as long as it takes. */
const longest = [
  'sandbox/start/remembers',
  'embedded-postgres/runner',
  'features/panels/provisioning/provisioning',
  'journeys/stripe-faults',
  'embedded-postgres/accounts',
  'journeys/renewing',
  'app/lifecycle',
  'sandbox/start/refusals',
  'features/panels/provisioning/joined',
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
