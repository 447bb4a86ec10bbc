import { flag, oneOf, optional, short, whole } from '../../../telegram/screens/tap-arguments.ts';
import { currencies } from '../../../platform/money.ts';
import { defineAnswer, defineTap } from '../../../telegram/screens/taps.ts';
import { ways } from '../providers/registry.ts';

const way = oneOf(ways);
const currency = oneOf(currencies);

export const listPlans = defineTap('plans', whole);
export const offer = defineTap('buy', whole, whole, optional(flag));
export const enterCode = defineTap('buy.code', whole);
export const askSure = defineTap('buy.sure', whole, whole, way, whole, flag);
export const askSpend = defineTap('buy.of', short, short, way, short, flag, currency);
export const pay = defineTap('buy.pay', whole, whole, way, whole, flag);
export const confirm = defineAnswer('buy.yes', short, short, way, short, flag, optional(currency));
export const list = defineTap('orders', whole);
export const show = defineTap('ord', whole);
export const reopen = defineTap('ord.open', whole);
export const cancel = defineTap('ord.drop', whole);
export const check = defineTap('ord.check', whole);
export const takeGift = defineTap('prm.take', whole, whole);
