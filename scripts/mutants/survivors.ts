/** Mutants that may live: where, what became of the line, and why no test has to notice. */
export interface KnownSurvivor {
  file: string;
  /** The line of the source as it is, without what surrounds the change. */
  was: string;
  /** What the mutant made of the place. */
  became: string;
  reason: string;
}

export const knownSurvivors: readonly KnownSurvivor[] = [
  {
    file: 'src/features/users/roles.rules.ts',
    was: 'role === undefined',
    became: 'false',
    reason:
      'no permission names “no role”, so the second half refuses the same; the first is for the compiler',
  },
  {
    file: 'src/platform/seal.ts',
    was: '{ authTagLength: 16 }',
    became: '{}',
    reason: 'the tag is cut out of the bytes with that length already; this keeps Node from warning',
  },
  {
    file: 'src/platform/seal.ts',
    was: '{\n    return undefined;\n  }',
    became: '{}',
    reason: 'a function that ends without an answer answers undefined',
  },
  {
    file: 'src/features/keys/feed/tokens.rules.ts',
    was: '[]',
    became: '["Stryker was here"]',
    reason: 'only the second place is read, and that is empty in both',
  },
  {
    file: 'src/features/money/ledger/queries.ts',
    was: '{ target: ledgerEntries.key }',
    became: '{}',
    reason: 'an entry can be there already by its key alone: the id is given by the database',
  },
  {
    file: 'src/features/money/ledger/service.ts',
    was: String.raw`/^user:(\d+)$/`,
    became: String.raw`/user:(\d+)$/`,
    reason: 'the database refuses accounts of any other form',
  },
  {
    file: 'src/features/money/ledger/service.ts',
    was: String.raw`/^user:(\d+)$/`,
    became: String.raw`/^user:(\d+)/`,
    reason: 'the database refuses accounts of any other form',
  },
  {
    file: 'src/features/money/ledger/service.ts',
    was: '[]',
    became: '["Stryker was here"]',
    reason: 'only the second place is read, and that is empty in both',
  },
  {
    file: 'src/features/money/ledger/service.ts',
    was: 'userId !== undefined',
    became: 'true',
    reason: 'of an account that is nobody’s nobody owes anything, and waiting for it changes nothing',
  },
  {
    file: 'src/features/money/ledger/service.ts',
    was: 'orderId !== undefined',
    became: 'true',
    reason: 'without an order the column stays empty in both',
  },
  {
    file: 'src/features/subscriptions/fold.rules.ts',
    was: '[]',
    became: '["Stryker was here"]',
    reason: 'without a period the answer is nothing, whatever would be in its list',
  },
  {
    file: 'src/features/subscriptions/fold.rules.ts',
    was: 'period === undefined',
    became: 'false',
    reason: 'without a period its list is empty, which has the same answer',
  },
  {
    file: 'src/features/subscriptions/line.rules.ts',
    was: 'period?.items',
    became: 'period.items',
    reason: 'nothing joins before something has begun a period',
  },
  {
    file: 'src/features/subscriptions/steps.rules.ts',
    was: 'versions[0]?.grantedAt',
    became: 'versions[0].grantedAt',
    reason: 'there is no thing without a version; the compiler cannot know',
  },
  {
    file: 'src/features/subscriptions/steps.rules.ts',
    was: '/ after version \\d+$/',
    became: '/ after version \\d+/',
    reason: 'a version stands at the end of a reason and nowhere else',
  },
];
