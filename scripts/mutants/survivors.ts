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
    was: '{\n      return undefined;\n    }',
    became: '{}',
    reason: 'a function that ends without an answer answers undefined',
  },
  {
    file: 'src/features/keys/feed/tokens.rules.ts',
    was: '[]',
    became: '["Stryker was here"]',
    reason: 'only the second place is read, and that is empty in both',
  },
];
