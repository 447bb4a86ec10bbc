import { describe, expect, it } from 'vitest';
import {
  warnOfMissingContact,
  warnOfMissingPrices,
} from '../../src/features/money/orders/warnings.service.ts';
import { readConfig } from '../../src/config/config.ts';
import { planCardScreen } from '../../src/features/plans/screens.ts';
import { createVoices } from '../../src/texts/voice.ts';
import { adminId, environment } from '../support/environment.ts';
import { startServices } from '../support/services.ts';

it('a shop that names nobody to write to is warned at the start', () => {
  const warned: string[] = [];
  const logger = { warn: (line: string) => void warned.push(line) } as never;
  const contactOf = (settings: Record<string, string>) => readConfig({ ...environment, ...settings }).money;
  warnOfMissingContact({ logger, settings: contactOf({ SUPPORT_CONTACT: '@help' }) });
  expect(warned).toEqual([]);
  warnOfMissingContact({ logger, settings: contactOf({}) });
  expect(warned).toEqual([expect.stringContaining('SUPPORT_CONTACT')]);
});

async function warningsWith(settings: Record<string, string>, price?: number): Promise<object[]> {
  const bench = await startServices(settings);
  try {
    const [plan] = await bench.plans.onSale();
    const change = { field: 'price', currency: 'GBP', value: price ?? null } as const;
    if (price !== undefined) await bench.plans.change(bench.cause(adminId), plan?.id ?? 0, change);
    const warnings: object[] = [];
    const logger = { warn: (facts: object) => void warnings.push(facts) };
    const { money } = readConfig({ ...environment, ...settings });
    await warnOfMissingPrices({ ...bench, settings: money, logger: logger as never });
    return warnings;
  } finally {
    await bench.stop();
  }
}

describe('a shop whose currency no plan has a price in', () => {
  it('is warned of at the start, until one plan has a price', async () => {
    expect(await warningsWith({ PAYMENT_CURRENCY: 'GBP' })).toEqual([{ currency: 'GBP' }]);
    expect(await warningsWith({ PAYMENT_CURRENCY: 'GBP' }, 499)).toEqual([]);
  });

  it('is none where only Stars are taken, and none with the prices that plans come with', async () => {
    expect(await warningsWith({ PAYMENT_CURRENCY: 'GBP', PAYMENT_WAYS: 'stars' })).toEqual([]);
    for (const currency of ['USD', 'EUR', 'RUB'])
      expect(await warningsWith({ PAYMENT_CURRENCY: currency })).toEqual([]);
  });

  it('shows on each plan’s card which price is missing, and not on the trial’s, which is not sold', async () => {
    const bench = await startServices();
    try {
      const { ru } = createVoices('UTC');
      for (const plan of await bench.plans.list(adminId)) {
        const text = JSON.stringify(planCardScreen(ru, { plan, place: 0, currencies: ['GBP', 'XTR'] }).text);
        expect(text.includes('нет цены в GBP')).toBe(plan.code !== 'trial');
        expect(text).not.toContain('нет цены в звёздах');
      }
    } finally {
      await bench.stop();
    }
  });
});
