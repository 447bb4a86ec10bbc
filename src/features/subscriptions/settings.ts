import { defineSettings, withDefault } from '../../platform/setting.ts';
import { whole } from '../../platform/setting-formats.ts';

/** What people still have when what they paid for is over, so that they can renew. */
export const graceSettings = defineSettings('Service', {
  days: withDefault({
    name: 'GRACE_DAYS',
    purpose:
      'Days for which access goes on when time that was paid for has ended, once for each purchase: without it Telegram may not open for whoever wants to renew. 0: none.',
    format: '0–14',
    default: '3',
    schema: whole(0, 14),
  }),
  megabytes: withDefault({
    name: 'GRACE_MEGABYTES',
    purpose: 'Traffic of these days.',
    format: '1–10000',
    default: '300',
    schema: whole(1, 10_000),
  }),
});
