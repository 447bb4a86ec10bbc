import fc from 'fast-check';
import { expect, it } from 'vitest';
import { zoneOfTime, zones } from '../../../src/features/preferences/zones.rules.ts';
import { isTimeZone } from '../../../src/platform/dates.ts';

const noon = new Date('2026-12-01T12:00:00Z');

it.each([
  ['12:00', '+00:00'],
  ['15:00', '+03:00'],
  [' 15.02 ', '+03:00'],
  ['17-45', '+05:45'],
  ['9:30', '-02:30'],
  ['00:00', '+12:00'],
  ['01:00', '+13:00'],
  ['02:00', '-10:00'],
  ['23 59', '+12:00'],
])('who types %s at noon of UTC is at %s', (typed, zone) => {
  expect(zoneOfTime(typed, noon)).toBe(zone);
  expect(isTimeZone(zone)).toBe(true);
});

it.each(['', '25:00', '12:60', '1200', 'полдень', '12:0', '-1:00', '12:00:00'])(
  '“%s” is no time',
  (typed) => {
    expect(zoneOfTime(typed, noon)).toBeUndefined();
  },
);

it('whatever the clock of a zone shows, typing it leads to a zone with that clock, but for minutes', () => {
  const quarters = fc.integer({ min: -48, max: 56 }).map((quarter) => quarter * 15);
  fc.assert(
    fc.property(
      quarters,
      fc.date({ noInvalidDate: true, min: noon, max: new Date('2100-01-01') }),
      fc.integer({ min: -3, max: 3 }),
      (offset, now, late) => {
        const there = new Date(now.getTime() + (offset + late) * 60_000).toISOString().slice(11, 16);
        const zone = zoneOfTime(there, now) ?? '';
        const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
        const ahead = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
        // Two zones a day apart show the same.
        expect((ahead - offset + 2_880) % 1_440).toBe(0);
      },
    ),
  );
});

it('every zone that can be tapped is one', () => {
  expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
});
