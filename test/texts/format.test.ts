import { expect, it } from 'vitest';
import { createFormat } from '../../src/texts/format.ts';

const moment = new Date('2026-11-30T15:05:00Z');

it.each([
  ['ru', 'Europe/Moscow', '30 нояб., 18:05 (Москва)'],
  ['en', 'Europe/Moscow', '30 Nov, 18:05 (Moscow Time)'],
  ['ru', 'Asia/Yekaterinburg', '30 нояб., 20:05 (Екатеринбург)'],
  ['ru', 'UTC', '30 нояб., 15:05 (UTC)'],
  ['en', 'Etc/UTC', '30 Nov, 15:05 (UTC)'],
] as const)('in %s a time in %s says whose time it is: %s', (language, timeZone, text) => {
  expect(createFormat(language, timeZone).moment(moment)).toBe(text);
});

it('a list says it once, in its heading', () => {
  const format = createFormat('ru', 'Europe/Moscow');
  expect(`${format.zone}: ${format.shortMoment(moment)}`).toBe('Москва: 30 нояб., 18:05');
});
