import { z } from 'zod';
import { defineNotice, noDetails } from '../../platform/notices.ts';
import type { Voice } from '../../texts/voice.ts';
import { faultScreen, roleScreen } from './screens.ts';
import type { User } from './tables.ts';

/** Which role the person has now, when it is told. */
export const roleNotice = defineNotice('role', noDetails, (voice: Voice, _details, person: User) =>
  roleScreen(voice, person),
);

/** An update of theirs could not be handled. */
export const faultNotice = defineNotice('fault', z.object({ reference: z.string() }), faultScreen);
