import { describe, expect, it } from 'vitest';
import { renewalNoticeScreen, renewalScreen } from '../../../../src/features/money/renewals/screens.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { renewalsOf } from '../../catalogue.renewals.ts';
import { now } from '../../samples.ts';

const { ru } = createVoices('Europe/Moscow');
const daysOn = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000);

function textWith(changes: { nextChargeAt: Date; remindedOf?: Date }): string {
  const [active] = renewalsOf('Имя');
  if (active === undefined) throw new Error('there is no sample');
  const view = { canResume: false, hasPortal: false, expiresAt: null, fromBalance: undefined };
  return renewalScreen(ru, { ...view, now, renewal: { ...active, ...changes } }).text.html;
}

describe('a reminder', () => {
  it('is promised while it is to come', () => {
    expect(textWith({ nextChargeAt: daysOn(4) })).toContain('За три дня напомню');
  });

  it.each([
    ['when less than three days are left', { nextChargeAt: daysOn(2) }],
    ['when it was sent', { nextChargeAt: daysOn(4), remindedOf: daysOn(4) }],
  ])('is not promised %s', (_when, changes) => {
    expect(textWith(changes)).toContain('Следующее списание');
    expect(textWith(changes)).not.toContain('напомню');
  });
});

it('nobody is promised another try of Stars, which end at once', () => {
  const details = { what: 'failing', provider: 'stars', minor: 100, currency: 'XTR' } as const;
  expect(renewalNoticeScreen(ru, details).text.html).not.toContain('ещё');
});
