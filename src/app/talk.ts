import type { UserFromGetMe } from 'telegraf/types';
import { type Bot, createBot } from '../bot/bot.ts';
import type { Config } from '../config/config.ts';
import { createAdminHandlers } from '../features/admin/handlers.ts';
import { createDeadLetterHandlers } from '../features/dead-letters/handlers.ts';
import { createHomeHandlers } from '../features/home/handlers.ts';
import { createInviteHandlers } from '../features/invites/handlers.ts';
import { createKeyHandlers } from '../features/keys/handlers.ts';
import { createPresetDesk } from '../features/keys/presets/handlers.ts';
import { createMoneyHandlers } from '../features/money/handlers.ts';
import { createPanelHandlers } from '../features/panels/desk/handlers.ts';
import { createHandHandlers } from '../features/panels/provisioning/hands/handlers.ts';
import { createAdoptionHandlers } from '../features/panels/provisioning/adoption/handlers.ts';
import { createPlanDesk } from '../features/plans/handlers.ts';
import { createReminderHandlers } from '../features/reminders/handlers.ts';
import { createSubscriptionHandlers } from '../features/subscriptions/handlers.ts';
import { createTrialHandlers } from '../features/trial/handlers.ts';
import type { RateLimiter } from '../platform/rate-limit.ts';
import type { Kit } from '../platform/kit.ts';
import type { TelegramClient } from '../telegram/api/client.ts';
import type { Chat } from './chat.ts';
import type { Services } from './services.ts';

export interface TalkNeeds extends Chat {
  config: Config;
  client: TelegramClient;
  limiter: RateLimiter;
  services: Services;
}

/** Everything a person can talk to: what each house hears, and the bot that leads to it. */
export function createTalk(kit: Kit, needs: TalkNeeds, me: UserFromGetMe): Bot {
  const { config, services, limiter } = needs;
  const { name: serviceName, accessMode, timeZone } = config.service;
  const { currency, supportContact, ways } = config.money;
  const base = {
    ...kit,
    ...services,
    ...services.panels,
    limiter,
    serviceName,
    accessMode,
    timeZone,
    currency,
    supportContact,
    botUsername: me.username,
  };
  const invites = createInviteHandlers(base);
  const admin = createAdminHandlers(base);
  const staff = { ...base, showDesk: admin.showMenu };
  const money = createMoneyHandlers({ ...staff, hasBalance: ways.includes('balance') });
  const { voices } = needs;
  const home = createHomeHandlers({
    ...base,
    voices,
    door: invites.door,
    links: money.links,
    followOrder: money.followOrder,
  });
  const trial = createTrialHandlers(services.trial);
  const subscriptions = createSubscriptionHandlers(base);
  const keys = createKeyHandlers({ ...base, publicUrl: config.http.publicUrl });
  return createBot({
    ...kit,
    ...needs,
    users: services.users,
    me,
    first: money.payments,
    everywhere: home.everywhere,
    commands: {
      ...home.commands,
      ...invites.commands,
      ...money.commands,
      ...trial.commands,
      ...subscriptions.commands,
      ...keys.commands,
      ...admin.commands,
    },
    parts: [
      invites,
      trial,
      subscriptions,
      keys,
      createReminderHandlers(services.reminders),
      createPanelHandlers(services.panels.desk, services.feedChoice),
      admin,
      createAdoptionHandlers(staff),
      createHandHandlers(staff),
      createPlanDesk(services.plans, { shown: [currency, 'XTR'], feedChoice: services.feedChoice }),
      createPresetDesk(services),
      createDeadLetterHandlers(services.deadLetters),
      ...money.parts,
    ],
    showHome: home.showHome,
    lastResort: home.lastResort,
  });
}
