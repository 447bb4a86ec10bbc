import type { Config } from '../config/config.ts';
import { providerBy } from '../features/money/providers/registry.ts';
import type { PlanService } from '../features/plans/service.ts';
import type { Logger } from '../platform/logger.ts';

/** Says when nothing on sale has a price in the shop's currency: cards, crypto and the balance are then not offered at all. */
export async function warnOfMissingPrices(parts: {
  config: Pick<Config, 'money'>;
  plans: Pick<PlanService, 'onSale'>;
  logger: Pick<Logger, 'warn'>;
}): Promise<void> {
  const { currency, ways } = parts.config.money;
  if (ways.every((way) => providerBy(way).traits.currencyIn(currency) !== currency)) return;
  const plans = await parts.plans.onSale();
  if (plans.some(({ prices }) => prices[currency] !== undefined)) return;
  parts.logger.warn(
    { currency },
    'no plan on sale has a price in PAYMENT_CURRENCY: only Stars can be paid with',
  );
}
