import { oneOf } from '../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../telegram/screens/taps.ts';
import { zones } from './zones.rules.ts';

export const show = defineTap('set');
export const askZone = defineTap('set.zone?');
export const chooseZone = defineTap('set.zone', oneOf(zones));
export const typeTime = defineTap('set.time');
