import { type Argument, oneOf, optional, short, whole } from '../../../telegram/screens/tap-arguments.ts';
import { currencies } from '../../../platform/money.ts';
import { defineAnswer, defineTap } from '../../../telegram/screens/taps.ts';
import { ways } from '../providers/registry.ts';
import type { BeginMode } from './offers.service.ts';

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
