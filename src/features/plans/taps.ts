import { flag, oneOf, optional, text, whole } from '../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../telegram/screens/taps.ts';
import { planProtocols } from './protocols.rules.ts';
import { planFields } from './rules.ts';
import { trafficModes } from './traffic.rules.ts';

export const list = defineTap('pln.all');
export const show = defineTap('pln', whole);
export const hide = defineAnswer('pln.hide', whole);
export const offer = defineAnswer('pln.show', whole);
export const askGroup = defineTap('pln.grp?', whole);
export const setGroup = defineTap('pln.grp', whole, text);
export const setTrafficMode = defineTap('pln.trf', whole, oneOf(trafficModes));
export const askProtocols = defineTap('pln.pro?', whole);
/** Says what is wanted, so that two taps do it once; one that an earlier version drew says only that it is to change. */
export const switchProtocol = defineTap('pln.pro', whole, oneOf(planProtocols), optional(flag));
/** Say from which place, for the same reason. */
export const moveUp = defineTap('pln.up', whole, optional(whole));
export const moveDown = defineTap('pln.down', whole, optional(whole));
export const edit = defineTap('pln.edit', whole, oneOf(planFields));
