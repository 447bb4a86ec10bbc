import { afterAll, beforeAll, expect, it } from 'vitest';
import { Refusal } from '../../../src/platform/refusal.ts';
import { adminId } from '../../support/environment.ts';
import { type ServiceBench, startServices } from '../../support/services.ts';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startServices();
});
afterAll(() => bench.stop());

const largestId = 2 ** 52 - 1;
const idsFor = async (query: string) =>
  (await bench.users.search(adminId, query)).map(({ telegramId }) => telegramId);

it.each([largestId, 2 ** 52, 7])('somebody with the number %d is found by it', async (id) => {
  await bench.person({ id });
  expect(await idsFor(String(id))).toEqual([id]);
});

it('a number that no account can have finds nobody and is no fault', async () => {
  expect(await idsFor('9999999999999999')).toEqual([]);
  expect(await idsFor('99999999999999999999')).toEqual([]);
});

it.each(['@', '@@', ' @ ', ''])(
  '“%s” names nobody and is refused, not answered with everybody',
  async (query) => {
    await bench.users.meet({
      id: 8,
      firstName: 'Оля',
      lastName: undefined,
      username: 'olga',
      languageCode: 'ru',
    });
    await expect(bench.users.search(adminId, query)).rejects.toThrow(Refusal);
  },
);

it('somebody is found by @name, by a part of it, and by a part of a name', async () => {
  const person = { lastName: 'Петрова', username: 'vera_p', languageCode: 'ru' };
  await bench.users.meet({ id: 9, firstName: 'Вера', ...person });
  for (const query of ['@vera_p', 'VERA_', 'вера пет']) expect(await idsFor(query)).toEqual([9]);
});
