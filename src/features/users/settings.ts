import { z } from 'zod';
import { defineSettings, withDefault } from '../../platform/setting.ts';

/** The settings of who may come in. */
export const accessSettings = defineSettings('Service', {
  accessMode: withDefault({
    name: 'ACCESS_MODE',
    purpose: 'Who may come in: anybody, people with an invite code, nobody new.',
    format: 'open, invite or closed',
    default: 'invite',
    schema: z.enum(['open', 'invite', 'closed']),
  }),
});
