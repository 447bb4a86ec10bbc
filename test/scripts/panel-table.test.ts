import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { withTable } from '../../scripts/panel-table/render.ts';
import { takeReport, type Verified } from '../../scripts/panel-table/results.ts';

const nothing: Verified = { panels: {}, cases: {} };
const page = 'before\n<!-- written by scripts/panel-table.ts -->\nold\n<!-- end -->\nafter\n';

function report(results: [panel: string, title: string, status: string][]): string {
  const assertionResults = results.map(([panel, title, status]) => ({
    ancestorTitles: [panel, 'the list'],
    title,
    status,
  }));
  return JSON.stringify({ startTime: Date.UTC(2026, 10, 24), testResults: [{ assertionResults }] });
}

describe('the table of panels', () => {
  it('in the documentation is what the stored results of the contract say', async () => {
    const docs = new URL('../../docs/', import.meta.url);
    const text = await readFile(new URL('panels.md', docs), 'utf8');
    const stored = JSON.parse(await readFile(new URL('panels.json', docs), 'utf8')) as Verified;
    expect(withTable(text, stored)).toBe(text);
    expect(Object.keys(stored.panels).filter((name) => name.startsWith('Hiddify panel'))).not.toEqual([]);
  });

  it('shows what failed, was skipped or could not be asked as such, and never as passed', () => {
    const verified = takeReport(
      nothing,
      report([
        ['Hiddify panel 13.0.3', 'is an array', 'passed'],
        ['Hiddify panel 9.0.0', 'is an array', 'failed'],
        ['Hiddify panel 9.0.0', 'is | empty', 'skipped'],
        ['another suite', 'is an array', 'passed'],
      ]),
    );
    const table = withTable(page, verified);
    expect(table).toContain('| real 9.0.0 | real 13.0.3 |');
    expect(table).toContain('| *examined on* | 2026-11-24 | 2026-11-24 |');
    expect(table).toContain('| **the list** | **0/2** | **1/1** |');
    expect(table).toContain('| is an array | **failed** | ✓ |');
    expect(table).toContain('| is \\| empty | **failed** |  |');
    expect(table).not.toContain('another suite');
    expect(table).not.toContain('old');
    expect(table).toMatch(/^before\n[\s\S]*after\n$/);
  });

  it('forgets of a panel whatever a newer run of it does not show', () => {
    const first = takeReport(nothing, report([['Hiddify panel 13.0.3', 'is gone', 'passed']]));
    const both = takeReport(first, report([['stand-in of v13', 'is new', 'passed']]));
    const second = takeReport(both, report([['Hiddify panel 13.0.3', 'is new', 'failed']]));
    expect(second.cases).toEqual({
      'the list › is new': { 'stand-in of v13': 'passed', 'Hiddify panel 13.0.3': 'failed' },
    });
  });

  it('counts a sentence that failed once as failed, and takes two uuids for the same sentence', () => {
    const uuids = [crypto.randomUUID(), crypto.randomUUID()];
    const rows = ['failed', 'passed'].map(
      (status, index) => ['stand-in of v14', `refuses ${uuids[index]}`, status] as [string, string, string],
    );
    expect(takeReport(nothing, report(rows)).cases).toEqual({
      'the list › refuses <uuid>': { 'stand-in of v14': 'failed' },
    });
  });
});
