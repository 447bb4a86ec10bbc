import { defineTap } from '../../telegram/screens/taps.ts';

export const check = defineTap('fix');
