import { text, whole } from '../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../telegram/screens/taps.ts';

export const list = defineTap('jobs', whole);
export const retry = defineTap('job.go', text);
export const retryAll = defineAnswer('job.all', text);
