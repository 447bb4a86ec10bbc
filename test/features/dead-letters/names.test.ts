import { expect, it } from 'vitest';
import { deadLettersScreen } from '../../../src/features/dead-letters/screens.ts';
import { stopRenewalJob } from '../../../src/features/money/renewals/jobs.ts';
import { jobs } from '../../../src/app/given.ts';
import { createVoices } from '../../../src/texts/voice.ts';

const voices = createVoices('UTC');

it.each(['ru', 'en'] as const)(
  'every job that can be given up has a name in %s, and nothing else has',
  (language) => {
    const given = jobs.map(({ definition }) => definition).filter(({ deadLetter }) => deadLetter);
    const names = given.map(({ name }) => name).toSorted();
    expect(names).toContain(stopRenewalJob.definition.name);
    expect(Object.keys(voices[language].t.deadLetters.kinds).toSorted()).toEqual(names);
  },
);

it('an auto-renewal that was not stopped is shown in words and with its number', () => {
  const letter = {
    id: 'a',
    name: stopRenewalJob.definition.name,
    data: { renewalId: 4711 },
    error: '',
    attempts: 3,
  };
  const view = { kinds: [], letters: [{ ...letter, diedAt: new Date() }], total: 1, updates: 0, offset: 0 };
  const text = JSON.stringify(deadLettersScreen(voices.ru, view as never).text);
  expect(text).toContain('отменить автопродление у провайдера: 4711');
});
