import { oneOf, text, whole } from '../../telegram/screens/tap-arguments.ts';
import { defineAnswer, defineTap } from '../../telegram/screens/taps.ts';
import { inviteSteps } from './rules.ts';

export const enterCode = defineTap('invite');
export const listOwn = defineTap('inv.own', whole);
export const listAll = defineTap('inv.all', whole);
export const show = defineTap('inv.show', whole);
export const create = defineTap('inv.new');
export const askRevoke = defineTap('inv.ask', whole);
export const revoke = defineAnswer('inv.revoke', whole);
export const answer = defineTap('inv.step', oneOf(inviteSteps), text);
export const back = defineTap('inv.back');
