import { z } from 'zod';
import { defineNotice, inSlot, momentText, wholeText } from '../../platform/notices.ts';
import { knownWays } from '../money/orders/taps.ts';
import { reminderScreen } from './screens.ts';

/** A reminder, with what can be bought again with one tap. A newer one takes the place of the one before. */
export const reminderNotice = inSlot(
  'reminder',
  defineNotice(
    'reminder',
    z.object({
      about: z.enum(['ends', 'ended', 'grace', 'traffic', 'unconnected']),
      /** As of when the rest is true. */
      now: momentText,
      startedAt: momentText.optional(),
      endsAt: momentText.optional(),
      resetsAt: momentText.optional(),
      usedBytes: wholeText,
      limitBytes: wholeText.optional(),
      planId: wholeText.optional(),
      way: z.enum(knownWays).optional(),
      minor: wholeText.optional(),
      currency: z.string().optional(),
    }),
    reminderScreen,
  ),
);
