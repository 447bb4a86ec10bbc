import fc from 'fast-check';

/** One thing that somebody does in a dialogue. */
export type Step =
  | { does: 'says'; text: string }
  | { does: 'taps'; which: number; how: 'once' | 'twice' | 'an old one' }
  | { does: 'goes on' | 'sends a photo' | 'forges' | 'changes language' | 'restarts' };

const answers = [
  '5',
  '30',
  '1,50',
  '-1',
  '99999999999',
  'forever',
  'unlimited',
  'never',
  'all',
  'done',
  'SPRING-2',
  'percent',
  'за помощь',
  'x'.repeat(400),
  'https://panel.example.com',
  'admin-path',
  '11111111-1111-4111-8111-111111111111',
  'Europe/Moscow',
  '‮<b>&',
];

/** Anything in any order, the way on more often than the rest. */
export const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.constant({ does: 'goes on' } as const) },
  { weight: 6, arbitrary: fc.constantFrom(...answers).map((text) => ({ does: 'says', text }) as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('/help', '/profile', '/language', '/nothing')
      .map((text) => ({ does: 'says', text }) as const),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('taps' as const),
      how: fc.constantFrom('once', 'twice', 'an old one'),
      which: fc.nat({ max: 200 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('sends a photo', 'forges', 'changes language')
      .map((does) => ({ does }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'restarts' } as const) },
);
