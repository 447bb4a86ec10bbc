import { oneOf } from '../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../telegram/screens/taps.ts';
import { languages } from '../../texts/voice.ts';

export const openHelp = defineTap('help');
export const openLanguages = defineTap('language');
export const setLanguage = defineTap('lang', oneOf(languages));
