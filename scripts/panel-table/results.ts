import { z } from 'zod';

/** What the contract suite showed of each panel, stand-ins included. */
export interface Verified {
  /** The day of the run, `YYYY-MM-DD`, by the name of the panel. */
  panels: Record<string, string>;
  /** By case (`part › sentence`) and panel; a panel that cannot be put to a case has no word on it. */
  cases: Record<string, Record<string, 'passed' | 'failed'>>;
}

const report = z.object({
  startTime: z.number(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/** Takes a JSON report of vitest over; what was known of the panels in it is forgotten. Other suites are left out. */
export function takeReport(known: Verified, text: string): Verified {
  const { startTime, testResults } = report.parse(JSON.parse(text));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ofPanels = results.filter(({ ancestorTitles: [panel = ''] }) =>
    /^(Hiddify panel|stand-in of)/.test(panel),
  );
  const seen = new Set(ofPanels.map(({ ancestorTitles: [panel = ''] }) => panel));
  const panels = { ...known.panels };
  const cases: Verified['cases'] = {};
  for (const [name, marks] of Object.entries(known.cases)) {
    const others = Object.entries(marks).filter(([panel]) => !seen.has(panel));
    if (others.length > 0) cases[name] = Object.fromEntries(others);
  }
  for (const panel of seen) panels[panel] = new Date(startTime).toISOString().slice(0, 10);
  for (const { ancestorTitles, title, status } of ofPanels) {
    const [panel = '', ...parts] = ancestorTitles;
    const name = withoutChance([...parts, title].join(' › '));
    // Whatever did not pass has failed: a skipped case proves nothing.
    const mark = status === 'passed' ? 'passed' : 'failed';
    const before = cases[name]?.[panel];
    cases[name] = { ...cases[name], [panel]: before === 'failed' ? 'failed' : mark };
  }
  return { panels, cases };
}

/** Some sentences name a uuid that is another one in each run. */
function withoutChance(name: string): string {
  return name.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>');
}
