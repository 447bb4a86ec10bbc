import { glob } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { jobs } from '../../src/app/jobs.ts';

const features = resolve(import.meta.dirname, '../../src/features');
const names = jobs.map(({ definition }) => definition.name);

it('every kind of job that a house defines is in the list, with something that does it', async () => {
  const defined: unknown[] = [];
  for await (const file of glob('**/*{jobs,notices}.ts', { cwd: features })) {
    const room = (await import(resolve(features, file))) as Record<string, unknown>;
    for (const value of Object.values(room))
      if (typeof value === 'function' && 'definition' in value) defined.push(value.definition);
  }
  expect(defined.length).toBeGreaterThan(10);
  const listed = jobs.map(({ definition }) => definition);
  expect(defined.filter((definition) => !listed.some((one) => one === definition))).toEqual([]);
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
