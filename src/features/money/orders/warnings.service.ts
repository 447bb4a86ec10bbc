import type { Logger } from '../../../platform/logger.ts';
import type { PlanService } from '../../plans/service.ts';
import { providerBy } from '../providers/registry.ts';
import type { MoneySettings } from '../settings.ts';

interface WarningNeeds {
  settings: Pick<MoneySettings, 'ways' | 'currency'> & { supportContact: string | undefined };
  plans: Pick<PlanService, 'onSale'>;
  logger: Pick<Logger, 'warn'>;
}

/** Says what nobody can buy by here, and to whom nobody can write. */
export async function warnOfShop(needs: WarningNeeds): Promise<void> {
  await warnOfMissingPrices(needs);
  warnOfMissingContact(needs);
}

/** Says when nothing on sale has a price in the shop's currency: cards, crypto and the balance are then not offered at all. */
export async function warnOfMissingPrices({ settings, plans, logger }: WarningNeeds): Promise<void> {
  const { currency, ways } = settings;
  if (ways.every((way) => providerBy(way).traits.currencyIn(currency) !== currency)) return;
  const onSale = await plans.onSale();
  if (onSale.some(({ prices }) => prices[currency] !== undefined)) return;
  logger.warn(
    { currency },
    'no plan on sale has a price in PAYMENT_CURRENCY: only Stars can be paid with. Set prices in /admin → plans, or give another PAYMENT_CURRENCY',
  );
}

/** Says when nobody is named to whom people can write about a payment. */
export function warnOfMissingContact({ settings, logger }: Pick<WarningNeeds, 'settings' | 'logger'>): void {
  if (settings.supportContact !== undefined) return;
  logger.warn(
    'SUPPORT_CONTACT is empty: /paysupport can name nobody to write to, which Telegram asks of shops that take Stars. Give a @name or an address',
  );
}
