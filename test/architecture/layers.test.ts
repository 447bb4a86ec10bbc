import { beforeAll, describe, expect, it } from 'vitest';
import { brokenDirections } from './broken-directions.ts';
import { brokenSources } from './broken-sources.ts';
import { goodSources } from './good-sources.ts';
import { type Finding, lint } from './lint-run.ts';

const allBroken = [...brokenDirections, ...brokenSources];

let found: Map<string, Finding[]>;

beforeAll(async () => {
  const broken = Object.fromEntries(allBroken.map(({ path, source }) => [path, source]));
  found = await lint({ ...goodSources, ...broken });
}, 60_000);

describe('each rule of the architecture is alive', () => {
  it.each(allBroken)('$rule', ({ path, code, message = '' }) => {
    const findings = found.get(path) ?? [];
    expect(findings).toContainEqual({ rule: code, message: expect.stringContaining(message) });
  });

  it('finds nothing else in a broken file than what it breaks', () => {
    const surplus = allBroken.filter(({ path }) => found.get(path)?.length !== 1);
    expect(surplus.map(({ path }) => ({ path, findings: found.get(path) }))).toEqual([]);
  });
});

// The other half of each deliberate cycle has to stand among the good files.
const cyclic = ['src/platform/egg.ts', 'src/platform/egg-type.ts'];

describe('what the architecture allows passes', () => {
  it.each(Object.keys(goodSources).filter((path) => !cyclic.includes(path)))('%s', (path) => {
    expect(found.get(path) ?? []).toEqual([]);
  });
});
