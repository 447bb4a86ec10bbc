import { defineAnswer, defineTap } from '../../telegram/screens/taps.ts';

export const show = defineTap('profile');
export const refresh = defineTap('profile.now');
export const askReplaceLink = defineTap('link.new?');
export const replaceLink = defineAnswer('link.new');
