import { text, whole } from '../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../telegram/screens/taps.ts';

export const list = defineTap('jobs', whole);
export const retry = defineTap('job.go', text);
export const retryAll = defineTap('job.all', text);
