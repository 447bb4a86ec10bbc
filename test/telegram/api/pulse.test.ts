import { expect, it } from 'vitest';
import { createPulse } from '../../../src/telegram/api/pulse.ts';

it('a refused token is told of at the first call, and until a call is answered', () => {
  const pulse = createPulse();
  pulse.note({ code: 200 });
  expect(() => pulse.assertBeating()).not.toThrow();
  pulse.note({ code: 401 });
  expect(() => pulse.assertBeating()).toThrow('refuses the token');
  pulse.note({ code: 502 });
  expect(() => pulse.assertBeating()).toThrow('refuses the token');
  pulse.note({ code: 200 });
  expect(() => pulse.assertBeating()).not.toThrow();
});

it('a line that breaks is told of at the third call', () => {
  const pulse = createPulse();
  const isBeating = [502, 502, 502].map((code) => {
    pulse.note({ code });
    return isWell(pulse);
  });
  expect(isBeating).toEqual([true, true, false]);
});

function isWell(pulse: ReturnType<typeof createPulse>): boolean {
  try {
    pulse.assertBeating();
    return true;
  } catch {
    return false;
  }
}
