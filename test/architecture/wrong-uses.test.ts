import { beforeAll, describe, expect, it } from 'vitest';
import { type CompilerError, compile } from './compile.ts';
import { wrongDialogues } from './wrong-uses/dialogues.ts';
import { wrongJobs } from './wrong-uses/jobs.ts';
import { wrongNotices } from './wrong-uses/notices.ts';
import { wrongResults } from './wrong-uses/once.ts';
import { wrongRefusals } from './wrong-uses/refusals.ts';
import { wrongSettings } from './wrong-uses/settings.ts';
import { wrongTaps } from './wrong-uses/taps.ts';
import type { WrongUse } from './wrong-uses/wrong-use.ts';

/** What crosses a seam is a value: each wrong use is refused before anything runs. */
const wrongUses: readonly (WrongUse & { name: string })[] = Object.entries({
  dialogues: wrongDialogues,
  jobs: wrongJobs,
  notices: wrongNotices,
  once: wrongResults,
  refusals: wrongRefusals,
  settings: wrongSettings,
  taps: wrongTaps,
}).flatMap(([seam, uses]) => uses.map((use, index) => ({ ...use, name: `${seam}-${index}.ts` })));

let found: Map<string, CompilerError[]>;
beforeAll(async () => {
  found = await compile(Object.fromEntries(wrongUses.map(({ name, source }) => [name, source])));
}, 120_000);

describe('the compiler refuses', () => {
  it.each(wrongUses)('$refuses', ({ name, source, code, message = '' }) => {
    const line = source.split('\n').findIndex((text) => text.trimEnd().endsWith('// wrong')) + 1;
    expect(found.get(name)).toEqual([{ line, code, message: expect.stringContaining(message) }]);
  });
});

it('the compiler finds nothing outside the wrong uses', () => {
  const names = new Set(wrongUses.map(({ name }) => name));
  expect([...found].filter(([name]) => !names.has(name))).toEqual([]);
});
