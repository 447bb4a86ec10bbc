import { expect, it } from 'vitest';
import { distribute } from '../../../../src/features/panels/provisioning/moves/distribute.rules.ts';

it('places are given by weight, never beyond the room, and never where somebody’s old account has yet to go', () => {
  const people = Array.from({ length: 10 }, (_, index) => ({
    userId: index,
    barred: new Set(index === 0 ? [1] : []),
  }));
  const [roomy, small] = [
    { id: 1, weight: 3, room: null },
    { id: 2, weight: 1, room: 2 },
  ];
  const places = distribute(people, [roomy, small]);
  expect(places.get(0)).toBe(2);
  expect([...places.values()].filter((id) => id === 2)).toHaveLength(2);
  expect(places.size).toBe(10);
  expect(distribute(people, [small]).size).toBe(2);
  expect(distribute(people, [roomy]).has(0)).toBe(false);
});
