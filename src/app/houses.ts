import { adminHouse } from '../features/admin/house.ts';
import { auditHouse } from '../features/audit/house.ts';
import { checkupHouse } from '../features/checkup/house.ts';
import { deadLetterHouse } from '../features/dead-letters/house.ts';
import { homeHouse } from '../features/home/house.ts';
import { inviteHouse } from '../features/invites/house.ts';
import { keyHouse } from '../features/keys/house.ts';
import { moneyHouse } from '../features/money/house.ts';
import { panelHouse } from '../features/panels/house.ts';
import { planHouse } from '../features/plans/house.ts';
import { preferenceHouse } from '../features/preferences/house.ts';
import { reminderHouse } from '../features/reminders/house.ts';
import { subscriptionHouse } from '../features/subscriptions/house.ts';
import { trialHouse } from '../features/trial/house.ts';
import { userHouse } from '../features/users/house.ts';

/** Every house there is, in the order in which its jobs and routes become known. */
export const houses = {
  money: moneyHouse,
  panels: panelHouse,
  subscriptions: subscriptionHouse,
  reminders: reminderHouse,
  preferences: preferenceHouse,
  checkup: checkupHouse,
  users: userHouse,
  keys: keyHouse,
  plans: planHouse,
  trial: trialHouse,
  invites: inviteHouse,
  admin: adminHouse,
  home: homeHouse,
  deadLetters: deadLetterHouse,
  audit: auditHouse,
};
