import { oneOf, whole } from '../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../telegram/screens/taps.ts';

const role = oneOf(['user', 'manager', 'admin']);

export const openDesk = defineTap('admin');
export const find = defineTap('usr.find');
export const show = defineTap('usr.show', whole);
export const askRole = defineTap('usr.role?', whole, role);
export const setRole = defineAnswer('usr.role', whole, role);
export const askBlock = defineTap('usr.block?', whole);
export const block = defineAnswer('usr.block', whole);
export const unblock = defineAnswer('usr.unblock', whole);
export const askReplaceLink = defineTap('usr.link?', whole);
export const replaceLink = defineAnswer('usr.link', whole);
export const stopRenewal = defineTap('usr.rnw', whole);
