import { type Argument, oneOf, optional, short, whole } from '../../../telegram/screens/tap-arguments.ts';
import { currencies, isCurrency } from '../../../platform/money.ts';
import { defineAnswer, defineTap } from '../../../telegram/screens/taps.ts';
import type { Action } from '../../../telegram/screens/buttons.ts';
import { providerBy, type Way, ways } from '../providers/registry.ts';
import type { BeginMode } from './offers.service.ts';

/** By which things are bought, as buttons and stored notices name them. */
export const knownWays = ways;

const way = oneOf(ways);
const currency = oneOf(currencies);

/** Whether it renews itself, and whether it begins now or after what runs; neither of these: it was not asked. */
export interface BuyingMode {
  renews: boolean;
  begins: BeginMode | undefined;
}

const begins = [undefined, 'now', 'after'] as const;

/** One digit: an older button has 0 or 1. */
const how: Argument<BuyingMode> = {
  write: (mode) => String(begins.indexOf(mode.begins) * 2 + Number(mode.renews)),
  read: (text) => {
    const digit = /^[0-5]$/.test(text) ? Number(text) : undefined;
    if (digit === undefined) return undefined;
    return { renews: digit % 2 === 1, begins: begins[Math.floor(digit / 2)] };
  },
};

export const listPlans = defineTap('plans', whole);
export const offer = defineTap('buy', whole, whole, optional(how));
export const enterCode = defineTap('buy.code', whole);
export const askSure = defineTap('buy.sure', whole, whole, way, whole, how);
export const askSpend = defineTap('buy.of', short, short, way, short, how, currency);
export const pay = defineTap('buy.pay', whole, whole, way, whole, how);
export const confirm = defineAnswer('buy.yes', short, short, way, short, how, optional(currency));
export const list = defineTap('orders', whole);
export const show = defineTap('ord', whole);
export const reopen = defineTap('ord.open', whole);
export const cancel = defineTap('ord.drop', whole);
export const check = defineTap('ord.check', whole);
export const takeGift = defineTap('prm.take', whole, whole);

/** What was bought before, at today's price. Without a way: how it begins has to be asked first; without a plan: nothing. */
export interface FormerPurchase {
  planId?: number | undefined;
  way?: Way | undefined;
  minor?: number | undefined;
  currency?: string | undefined;
}

/** Buys it again: to the page to pay on, or to the question before what is with us is spent. */
export function buyAgain({ planId, way, minor, currency: priced = '' }: FormerPurchase): Action | undefined {
  if (planId === undefined || minor === undefined || !isCurrency(priced)) return undefined;
  if (way === undefined) return offer(planId, 0);
  const chosen = [planId, 0, way, minor, { renews: false, begins: undefined }] as const;
  return providerBy(way).traits.pays === 'here' ? askSpend(...chosen, priced) : pay(...chosen);
}
