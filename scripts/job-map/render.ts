import type { JobDefinition } from '../../src/platform/queue/definition.ts';
import type { BoundJob } from '../../src/platform/queue/work.ts';

type Mapped = Pick<BoundJob<never>, 'definition' | 'starts' | 'times'>;

const introduction = `# Jobs

Which job starts which, and when. Drawn from the jobs themselves: \`node scripts/job-map.ts\` writes this page, a test holds it, and the
bot warns of a job that starts another one without naming it. What nobody on this page starts is started by what people and providers do.`;

/** The page that shows every job: a drawing of what starts what, and a table. */
export function renderJobMap(jobs: readonly Mapped[]): string {
  const sorted = jobs.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  // Nearly every job may tell somebody something: drawn, these lines would hide the others.
  const arrows = sorted.flatMap((job) =>
    job.starts
      .filter((started) => started !== 'notice')
      .toSorted()
      .map((started) => `  ${nameOf(job)} --> ${started}`),
  );
  const drawing = ['```mermaid', 'flowchart LR', ...arrows, '```'].join('\n');
  const telling = 'Arrows to `notice` are left out of the drawing; the table has them.';
  const table = [
    '| Job | By the clock | Starts | Tried again | Given up |',
    '| --- | --- | --- | --- | --- |',
    ...sorted.map(row),
  ].join('\n');
  return `${[introduction, drawing, telling, table].join('\n\n')}\n`;
}

function nameOf({ definition }: Mapped): string {
  return definition.name;
}

function row({ definition, starts, times }: Mapped): string {
  const zone = times?.timeZone === undefined ? 'UTC' : 'the time zone of the service';
  const clock = times === undefined ? '' : `\`${times.cron}\` in ${zone}`;
  const started = starts
    .toSorted()
    .map((name) => `\`${name}\``)
    .join(', ');
  const end = definition.deadLetter ? 'kept aside' : 'forgotten';
  return `| \`${definition.name}\` | ${clock} | ${started} | ${tries(definition)} | ${end} |`;
}

function tries({ retry }: JobDefinition): string {
  const { limit, delaySeconds, maxDelaySeconds } = retry;
  return limit === 0 ? 'never' : `${limit} times, after ${delaySeconds} to ${maxDelaySeconds} s`;
}
