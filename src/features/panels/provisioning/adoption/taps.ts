import { whole } from '../../../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../../../telegram/screens/taps.ts';

export const begin = defineTap('adp', whole);
export const confirm = defineAnswer('adp.yes');
export const survey = defineTap('adp.find', whole);
export const linkAll = defineAnswer('adp.all', whole);
