import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { renderJobMap } from '../../scripts/job-map/render.ts';
import { jobs } from '../../src/app/given.ts';

it('the map of jobs is the one that the jobs draw: `node scripts/job-map.ts` writes it', async () => {
  const page = await readFile(resolve(import.meta.dirname, '../../docs/jobs.md'), 'utf8');
  expect(page).toBe(renderJobMap(jobs));
});

it('what a job starts is a job', () => {
  const names = jobs.map(({ definition }) => definition.name);
  expect(jobs.flatMap(({ starts }) => starts).filter((name) => !names.includes(name))).toEqual([]);
});
