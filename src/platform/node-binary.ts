import { sep } from 'node:path';

/**
 * What to say at the start when this Node came from npm, or nothing when it is the operator's own: those packages are
 * put together by a third party, which is good enough to try the product and no place for a shop's money and keys.
 */
export function warnOfPackagedNode(executable: string): string | undefined {
  if (!executable.includes(`${sep}node_modules${sep}`)) return undefined;
  return (
    'this Node came from npm, where a third party repackages it: for a real shop install Node 24 or newer from ' +
    'nodejs.org or your system and start with `node --max-semi-space-size=1 src/main.ts`, or use the container image'
  );
}
