import { defineSettings, withDefault } from '../../platform/setting.ts';
import { whole } from '../../platform/setting-formats.ts';

/** The free trial, until an admin changes its plan. */
export const trialSettings = defineSettings('Service', {
  days: withDefault({
    name: 'TRIAL_DAYS',
    purpose:
      'Length of the free trial. 0 switches it off. Counts until an admin changes the plan `trial` in the bot; then the plan does.',
    format: 'whole number, 0–365',
    default: '7',
    schema: whole(0, 365),
  }),
  gigabytes: withDefault({
    name: 'TRIAL_GIGABYTES',
    purpose: 'Traffic of the free trial, until an admin changes the plan `trial` in the bot.',
    format: 'whole number, 1–1000',
    default: '5',
    schema: whole(1, 1000),
  }),
});
