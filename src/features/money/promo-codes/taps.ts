import { flag, oneOf, optional, text, whole } from '../../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../../telegram/screens/taps.ts';
import { promoSteps } from './draft.rules.ts';

export const list = defineTap('prm.all', whole);
export const show = defineTap('prm', whole);
export const switchOff = defineAnswer('prm.off', whole);
export const switchOn = defineAnswer('prm.on', whole);
export const create = defineTap('prm.new');
export const answer = defineTap('prm.step', oneOf(promoSteps), text);
export const choosePlan = defineTap('prm.plan', text, optional(flag));
export const back = defineTap('prm.back');
export const make = defineAnswer('prm.make');
