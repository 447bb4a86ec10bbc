import { whole } from '../../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../../telegram/screens/taps.ts';

export const show = defineTap('rnw');
export const askStop = defineTap('rnw.stop?');
export const stop = defineAnswer('rnw.stop');
export const resume = defineAnswer('rnw.again');
export const askStart = defineTap('rnw.start?', whole);
export const start = defineAnswer('rnw.start', whole, whole);
export const openPortal = defineTap('rnw.card');
