import { defineSettings, withDefault } from '../../platform/setting.ts';
import { whole } from '../../platform/setting-formats.ts';

/** The most that a manager's code may give; what is wider is the admins'. */
export const inviteSettings = defineSettings('Service', {
  uses: withDefault({
    name: 'MANAGER_INVITE_USES',
    purpose: 'How many people a code made by a manager may let in. Admins may make wider ones.',
    format: 'whole number, 1–1000',
    default: '20',
    schema: whole(1, 1000),
  }),
  days: withDefault({
    name: 'MANAGER_INVITE_DAYS',
    purpose: 'How many days of access a code made by a manager may give. 0: only the way in.',
    format: 'whole number, 0–3650',
    default: '31',
    schema: whole(0, 3650),
  }),
  gigabytes: withDefault({
    name: 'MANAGER_INVITE_GIGABYTES',
    purpose: 'How much traffic a code made by a manager may give to each who comes by it.',
    format: 'whole number, 1–10000',
    default: '100',
    schema: whole(1, 10_000),
  }),
});
