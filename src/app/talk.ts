import type { UserFromGetMe } from 'telegraf/types';
import { type Bot, createBot } from '../bot/bot.ts';
import type { Config } from '../config/config.ts';
import { createAdminHandlers } from '../features/admin/handlers.ts';
import { createDeadLetterHandlers } from '../features/dead-letters/handlers.ts';
import { createHomeHandlers } from '../features/home/handlers.ts';
import { createInviteHandlers } from '../features/invites/handlers.ts';
import { createKeyHandlers } from '../features/keys/handlers.ts';
import { createPresetDesk } from '../features/keys/presets/handlers.ts';
import { createMoneyDeskHandlers } from '../features/money/desk/handlers.ts';
import { createGiftDesk } from '../features/money/desk/gifts/handlers.ts';
import { createOrderHandlers } from '../features/money/orders/handlers.ts';
import { createPromoLinks } from '../features/money/orders/promo.handlers.ts';
import { createPromoDesk } from '../features/money/promo-codes/desk.handlers.ts';
import { createStarsHandlers } from '../features/money/providers/stars/handlers.ts';
import { createRenewalHandlers } from '../features/money/renewals/handlers.ts';
import { createPanelHandlers } from '../features/panels/desk/handlers.ts';
import { createAdoptionHandlers } from '../features/panels/provisioning/adoption/handlers.ts';
import { createPlanDesk } from '../features/plans/handlers.ts';
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
  const hasOwnFeed = config.ownSubscriptions;
  const base = {
    ...kit,
    ...services,
    ...services.panels,
    panelDesk: services.panels.desk,
    limiter,
    serviceName,
    accessMode,
    timeZone,
    currency,
    supportContact,
    botUsername: me.username,
  };
  const invites = createInviteHandlers(base);
  const links = createPromoLinks(base);
  const home = createHomeHandlers({ ...base, voices: needs.voices, door: invites.door, links });
  const admin = createAdminHandlers(base);
  const staff = { ...base, showDesk: admin.showMenu };
  const orders = createOrderHandlers(base);
  const trial = createTrialHandlers(services.trial);
  const subscriptions = createSubscriptionHandlers(base);
  const keys = createKeyHandlers({ ...base, publicUrl: config.http.publicUrl });
  return createBot({
    ...kit,
    ...needs,
    users: services.users,
    me,
    first: createStarsHandlers(services),
    everywhere: home.everywhere,
    commands: {
      ...home.commands,
      ...invites.commands,
      ...orders.commands,
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
      createPanelHandlers(services.panels.desk, hasOwnFeed),
      admin,
      createAdoptionHandlers(staff),
      createPlanDesk(services.plans, { shown: [currency, 'XTR'], hasOwnFeed }),
      createGiftDesk(staff),
      createPresetDesk(services.presets, hasOwnFeed),
      createPromoDesk(base),
      links,
      createRenewalHandlers({ ...base, hasBalance: ways.includes('balance') }),
      createMoneyDeskHandlers(services.money, services.reports),
      createDeadLetterHandlers(services.deadLetters),
      orders,
    ],
    showHome: home.showHome,
    lastResort: home.lastResort,
  });
}
