import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { currencies, exponentOf } from '../../../../src/platform/money.ts';
import { leastOf, offered, providers } from '../../../../src/features/money/providers/registry.ts';
import { createVoices } from '../../../../src/texts/voice.ts';
import { lets, readCaddyfile } from '../../../http/caddyfile.ts';

test('no two providers have a name, a way or a webhook in common', () => {
  const told = providers.flatMap(({ name, words, webhook }) => [
    `name ${name}`,
    `way ${words.way}`,
    ...(webhook === undefined ? [] : [webhook.path]),
  ]);
  expect(new Set(told).size).toBe(told.length);
});

test('the outer server lets through the webhook of every provider that has one, by one door, the same for all', async () => {
  const { doors } = await readCaddyfile();
  const through = providers
    .flatMap(({ webhook }) => webhook?.path ?? [])
    .map((path) => doors.filter((door) => lets(door, 'POST', path)).map(({ name }) => name));
  expect(through.length).toBeGreaterThan(1);
  expect(through).toEqual(through.map(() => ['provider']));
});

test('whatever a provider tells of a payment has words for admins, and nothing else has', () => {
  const told = providers.flatMap(({ webhook }) => [...(webhook?.kinds ?? [])]);
  for (const { t } of Object.values(createVoices('UTC')))
    expect(Object.keys(t.story.heardOf).toSorted()).toEqual(told.toSorted());
});

test('every provider stands in the list under its own name', () => {
  expect(Object.keys(offered)).toEqual(Object.values(offered).map(({ name }) => name));
});

test('the page for operators says the least that cards are charged in every currency', async () => {
  const page = await readFile(new URL('../../../../docs/payments.md', import.meta.url), 'utf8');
  const [, told = ''] = /^\| card \| (\d.*) \|$/m.exec(page) ?? [];
  const least = currencies
    .filter((currency) => currency !== 'XTR')
    .map((currency) => {
      const exponent = exponentOf(currency);
      return `${(leastOf('card', currency) / 10 ** exponent).toFixed(exponent)} ${currency}`;
    });
  expect(told.split(', ')).toEqual(least);
});
