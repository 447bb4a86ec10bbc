import { flag, oneOf } from '../../telegram/screens/tap-arguments.ts';
import { defineTap } from '../../telegram/screens/taps.ts';
import { reminderKinds } from './kinds.rules.ts';

/** Whether they want to be reminded of this kind. */
export const choose = defineTap('remind', oneOf(reminderKinds), flag);
