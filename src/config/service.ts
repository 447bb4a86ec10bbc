import { z } from 'zod';
import { group, timeZone, whole } from './setting.ts';

export const service = group('Service', [
  {
    name: 'SERVICE_NAME',
    purpose: 'Name of your service, as people see it.',
    format: 'up to 32 characters',
    default: 'VPN',
    required: 'no',
    schema: z.string().min(1).max(32),
  },
  {
    name: 'ACCESS_MODE',
    purpose: 'Who may come in: anybody, people with an invite code, nobody new.',
    format: 'open, invite or closed',
    default: 'invite',
    required: 'no',
    schema: z.enum(['open', 'invite', 'closed']),
  },
  {
    name: 'TRIAL_DAYS',
    purpose:
      'Length of the free trial. 0 switches it off. Counts until an admin changes the plan `trial` in the bot; then the plan does.',
    format: '0–365',
    default: '7',
    required: 'no',
    schema: whole(0, 365),
  },
  {
    name: 'TRIAL_GIGABYTES',
    purpose: 'Traffic of the free trial, until an admin changes the plan `trial` in the bot.',
    format: '1–1000',
    default: '5',
    required: 'no',
    schema: whole(1, 1000),
  },
  {
    name: 'TIME_ZONE',
    purpose: 'Time zone in which dates are shown.',
    format: 'IANA name',
    default: 'Europe/Moscow',
    required: 'no',
    schema: timeZone,
  },
]);
