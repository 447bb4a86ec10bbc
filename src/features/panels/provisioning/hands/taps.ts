import { oneOf, whole } from '../../../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../../../telegram/screens/taps.ts';

export const list = defineTap('hnd', whole);
export const show = defineTap('hnd.show', whole);
export const ofPerson = defineTap('hnd.who', whole);
export const decide = defineTap('hnd.set', whole, oneOf(['taken', 'put-back']));
