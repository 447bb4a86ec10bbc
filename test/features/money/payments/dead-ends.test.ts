import { describe, expect, it } from 'vitest';
import { keyScreen } from '../../../../src/features/keys/screens.ts';
import { subscriptionScreen } from '../../../../src/features/subscriptions/screens.ts';
import { trialOfferScreen } from '../../../../src/features/trial/screens.ts';
import type { Screen } from '../../../../src/telegram/screens/screen.ts';
import { createVoices, languages } from '../../../../src/texts/voice.ts';

const now = new Date('2026-11-28T09:00:00Z');
const voices = createVoices('Europe/Moscow');
const labelsOf = ({ buttons }: Screen) => (buttons ?? []).flat().map(({ label }) => label);

describe.each(languages)('in %s', (language) => {
  const voice = voices[language];
  const { buy } = voice.t.shop;

  it('who has no subscription can buy access where they learn it', () => {
    const view = { now, trial: undefined, planNames: undefined, protocols: [] };
    expect(labelsOf(subscriptionScreen(voice, undefined, view))).toContain(buy);
  });

  it.each(['none', 'ended'] as const)('who has no key (%s) can buy access where they learn it', (state) => {
    expect(labelsOf(keyScreen(voice, { state }, 'standard'))).toContain(buy);
  });

  it('whose access is being set up is not asked to buy it again', () => {
    expect(labelsOf(keyScreen(voice, { state: 'pending' }, 'standard'))).not.toContain(buy);
  });

  it('who has had the trial can buy access where they learn it', () => {
    const standing = { kind: 'had', startedAt: now } as const;
    expect(labelsOf(trialOfferScreen(voice, { admitted: true, standing }))).toContain(buy);
  });
});
