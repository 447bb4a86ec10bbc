import { defineTap } from '../../telegram/screens/taps.ts';

export const offer = defineTap('trial');
export const start = defineTap('trial.go');
