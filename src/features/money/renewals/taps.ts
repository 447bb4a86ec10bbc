import { whole } from '../../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../../telegram/screens/taps.ts';

export const show = defineTap('rnw');
export const askStop = defineTap('rnw.stop?');
export const stop = defineTap('rnw.stop');
export const resume = defineTap('rnw.again');
export const askStart = defineTap('rnw.start?', whole);
export const start = defineTap('rnw.start', whole, whole);
export const openPortal = defineTap('rnw.card');
