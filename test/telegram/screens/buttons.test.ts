import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../support/characters.ts';
import { action, createButtonCodec } from '../../../src/telegram/screens/buttons.ts';

const codec = createButtonCodec('a key of the test', 1_000_001);
const personId = fc.integer({ min: 1, max: 2 ** 52 - 1 });
const characters = Array.from('abcxyzABC019_-.?');
const part = (minLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength: 12 });
const actions = fc
  .record({ route: part(1), args: fc.array(part(0), { maxLength: 2 }) })
  .filter(({ args }) => args[0] !== '?')
  .map(({ route: name, args }) => action(name, ...args));

describe('buttons', () => {
  it('come back as they were made, for the person they were made for', () => {
    fc.assert(
      fc.property(actions, personId, (made, person) => {
        const data = codec.encode(made, person);
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
        expect(codec.decode(data, person)).toEqual(made);
      }),
    );
  });

  it('that answer a question carry it; one that does not cannot look as if it did', () => {
    const answer = { ...action('buy.pay', 7), isAnswer: true } as const;
    const data = codec.encode(answer, 5, 'zik0zj');
    expect(codec.decode(data, 5)).toEqual({ route: 'buy.pay', args: ['7'], question: 'zik0zj' });
    expect(codec.decode(codec.encode(action('buy.pay', 7), 5, 'zik0zj'), 5)).toEqual(action('buy.pay', 7));
    expect(() => codec.encode(action('x', '?', '7'), 5)).toThrow('another one');
  });

  it('of somebody else, of another bot and of another key are stale', () => {
    fc.assert(
      fc.property(actions, personId, personId, (made, person, other) => {
        const data = codec.encode(made, person);
        fc.pre(person !== other);
        expect(codec.decode(data, other)).toBe('stale');
        expect(createButtonCodec('a key of the test', 1_000_002).decode(data, person)).toBe('stale');
        expect(createButtonCodec('another key', 1_000_001).decode(data, person)).toBe('stale');
      }),
    );
  });

  it('with any one character changed, left out or added are stale', () => {
    const changes = fc.record({
      place: fc.nat({ max: 63 }),
      character: fc.string({ minLength: 0, maxLength: 1, unit: anyCharacter }),
      removes: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(actions, personId, changes, (made, person, { place, character, removes }) => {
        const data = codec.encode(made, person);
        const forged = data.slice(0, place) + character + data.slice(place + removes);
        fc.pre(forged !== data);
        expect(codec.decode(forged, person)).toBe('stale');
      }),
    );
  });

  it('cut short anywhere are stale', () => {
    fc.assert(
      fc.property(actions, personId, fc.nat({ max: 63 }), (made, person, length) => {
        const data = codec.encode(made, person);
        fc.pre(length < data.length);
        expect(codec.decode(data.slice(0, length), person)).toBe('stale');
      }),
    );
  });

  it('that nobody made are stale, whatever bytes they are', () => {
    const anything = fc.oneof(
      fc.string({ maxLength: 64, unit: 'binary' }),
      fc.string({ maxLength: 64 }).map((text) => `1${text}`),
      fc.string({ minLength: 11, maxLength: 11 }).map((tag) => `1home~${tag}`),
    );
    fc.assert(
      fc.property(anything, personId, (data, person) => {
        expect(codec.decode(data, person)).toBe('stale');
      }),
    );
  });

  it('of the version before are stale, though signed with the same key', () => {
    const older = codec.encode(action('home'), 5).replace(/^1/, '0');
    expect(codec.decode(older, 5)).toBe('stale');
  });

  it('that would not come back as they are, or do not fit, are not made', () => {
    expect(() => codec.encode(action('x', 'a:b'), 5)).toThrow('x');
    expect(() => codec.encode(action('a:b'), 5)).toThrow('a:b');
    expect(() => codec.encode(action('x', 'я'.repeat(26)), 5)).toThrow('64 bytes');
    expect(() => codec.encode(action('x', 'я'.repeat(20)), 5)).not.toThrow();
  });
});
