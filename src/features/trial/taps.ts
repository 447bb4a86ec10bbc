import { defineAnswer, defineTap } from '../../telegram/screens/taps.ts';

export const offer = defineTap('trial');
export const start = defineAnswer('trial.go');
