// Writes docs/jobs.md: which job starts which.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { jobs } from '../src/app/given.ts';
import { renderJobMap } from './job-map/render.ts';

await writeFile(resolve(import.meta.dirname, '../docs/jobs.md'), renderJobMap(jobs));
console.log(`wrote docs/jobs.md: ${jobs.length} jobs`);
