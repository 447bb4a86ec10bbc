import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { jobs, notices } from '../../src/app/given.ts';

const features = resolve(import.meta.dirname, '../../src/features');
const names = jobs.map(({ definition }) => definition.name);

/** Everything callable that the rooms of this name define. */
async function definedIn(room: 'jobs' | 'notices') {
  const found: object[] = [];
  for await (const file of glob(`**/*${room}.ts`, { cwd: features })) {
    const exported: object = await import(resolve(features, file));
    found.push(...Object.values(exported).filter((value) => typeof value === 'function'));
  }
  return found;
}

it('every kind of job that a house defines is in the list, with something that does it', async () => {
  const defined = (await definedIn('jobs')).flatMap((value) =>
    'definition' in value ? [value.definition] : [],
  );
  const listed: unknown[] = jobs.map(({ definition }) => definition);
  expect(defined.length).toBeGreaterThan(10);
  expect(defined.filter((definition) => !listed.includes(definition))).toEqual([]);
});

it('every kind of notice that a house defines is in the list', async () => {
  const defined = (await definedIn('notices')).filter((value) => 'kind' in value);
  const listed: readonly object[] = notices;
  expect(defined).toHaveLength(notices.length);
  expect(defined.filter((kind) => !listed.includes(kind))).toEqual([]);
});

it('no two jobs have one name', () => {
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

it('the names of jobs are those that the database has known so far', () => {
  // Jobs that the version before left behind are found by these names; one may be added, none renamed.
  expect(names).toEqual(expect.arrayContaining(known));
});

const known = [
  'adopt',
  'catch-up',
  'drift-scan',
  'join',
  'lapse',
  'leftover',
  'money-check',
  'money-report',
  'move-out',
  'notice',
  'panel-settle',
  'panel-sync',
  'panel-sync-due',
  'payment-hear',
  'payment-look',
  'payments-reconcile',
  'payments-sweep',
  'provision',
  'prune',
  'refund',
  'renewal-charge',
  'renewal-look',
  'renewal-stop',
  'renewals-due',
];
