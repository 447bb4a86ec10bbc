import { z } from 'zod';
import { defineSettings, withDefault } from '../platform/setting.ts';
import { timeZone } from '../platform/setting-formats.ts';

/** The settings of what the service is called. */
export const nameSettings = defineSettings('Service', {
  name: withDefault({
    name: 'SERVICE_NAME',
    purpose: 'Name of your service, as people see it.',
    format: 'up to 32 characters',
    default: 'VPN',
    schema: z.string().min(1).max(32),
  }),
});

/** How dates are shown. */
export const dateSettings = defineSettings('Service', {
  timeZone: withDefault({
    name: 'TIME_ZONE',
    purpose: 'Time zone in which dates are shown.',
    format: 'IANA name such as Europe/Moscow',
    default: 'Europe/Moscow',
    schema: timeZone,
  }),
});
