import { z } from 'zod';
import { defineNotice, wholeText } from '../../../../platform/notices.ts';
import { adoptedScreen } from './screens.ts';

/** So many accounts of a panel were linked, for whoever asked. */
export const adoptedNotice = defineNotice(
  'adopted',
  z.object({
    panel: z.string(),
    count: wholeText,
    ambiguous: wholeText.optional(),
    resetting: wholeText.optional(),
    switchedOff: wholeText.optional(),
    late: wholeText.optional(),
  }),
  adoptedScreen,
);
