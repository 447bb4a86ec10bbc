import type { MoneySettings } from '../settings.ts';
import { providerBy } from '../providers/registry.ts';
import type { PlanService } from '../../plans/service.ts';
import type { Logger } from '../../../platform/logger.ts';

/** Says when nothing on sale has a price in the shop's currency: cards, crypto and the balance are then not offered at all. */
export async function warnOfMissingPrices(parts: {
  settings: Pick<MoneySettings, 'ways' | 'currency'>;
  plans: Pick<PlanService, 'onSale'>;
  logger: Pick<Logger, 'warn'>;
}): Promise<void> {
  const { currency, ways } = parts.settings;
  if (ways.every((way) => providerBy(way).traits.currencyIn(currency) !== currency)) return;
  const plans = await parts.plans.onSale();
  if (plans.some(({ prices }) => prices[currency] !== undefined)) return;
  parts.logger.warn(
    { currency },
    'no plan on sale has a price in PAYMENT_CURRENCY: only Stars can be paid with',
  );
}
