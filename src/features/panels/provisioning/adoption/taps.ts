import { whole } from '../../../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../../../telegram/screens/taps.ts';

export const begin = defineTap('adp', whole);
export const confirm = defineTap('adp.yes');
export const survey = defineTap('adp.find', whole);
export const linkAll = defineTap('adp.all', whole);
