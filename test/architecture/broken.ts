export interface Broken {
  /** What the rule says, as the end of a test's name. */
  readonly rule: string;
  readonly path: string;
  readonly source: string;
  /** The rule's code as oxlint reports it (none for its own housekeeping), and a part of its message. */
  readonly code: string;
  readonly message?: string;
}

export const use = (name: string, from: string): string =>
  `import { ${name} } from '${from}';\nexport const used = ${name};\n`;
export const useType = (name: string, from: string): string =>
  `import type { ${name} } from '${from}';\nexport type Used = ${name};\n`;
