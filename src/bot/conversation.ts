import type { UserFromGetMe } from 'telegraf/types';
import { type Bot, createBot } from './bot.ts';
import type { TelegramClient } from '../telegram/api/client.ts';
import type { Config } from '../config/config.ts';
import { createAdminHandlers } from '../features/admin/handlers.ts';
import type { GuideService } from '../features/keys/guides/service.ts';
import { createDeadLetterHandlers } from '../features/dead-letters/handlers.ts';
import { createHomeHandlers } from '../features/home/handlers.ts';
import { createInviteHandlers } from '../features/invites/handlers.ts';
import { createKeyHandlers } from '../features/keys/handlers.ts';
import { createPresetDesk } from '../features/keys/presets/handlers.ts';
import { createOrderHandlers } from '../features/money/orders/handlers.ts';
import { createPromoLinks } from '../features/money/orders/promo.handlers.ts';
import { createStarsHandlers } from '../features/money/providers/stars/handlers.ts';
import { createMoneyDeskHandlers } from '../features/money/desk/desk.handlers.ts';
import { createGiftDesk } from '../features/money/desk/gift.handlers.ts';
import { createPlanDesk } from '../features/plans/handlers.ts';
import { createPromoDesk } from '../features/money/promo-codes/desk.handlers.ts';
import { createRenewalHandlers } from '../features/money/renewals/handlers.ts';
import { createPanelHandlers } from '../features/panels/desk/handlers.ts';
import { createAdoptionHandlers } from '../features/panels/provisioning/adoption/handlers.ts';
import { createSubscriptionHandlers } from '../features/subscriptions/handlers.ts';
import { createTrialHandlers } from '../features/trial/handlers.ts';
import type { BotContext } from '../features/users/context.ts';
import type { Clock } from '../platform/clock.ts';
import type { Events } from '../platform/events.ts';
import type { RateLimiter } from '../platform/rate-limit.ts';
import type { ButtonCodec } from '../telegram/screens/buttons.ts';
import type { ScreenWriter } from '../telegram/screens/screen.ts';
import type { SessionStore } from '../telegram/screens/session.ts';
import type { PanelSide } from '../app/panels.ts';
import type { Services } from '../app/services.ts';
import type { Language, Voice } from '../texts/voice.ts';

export interface ConversationParts {
  config: Config;
  clock: Clock;
  events: Events;
  client: TelegramClient;
  services: Services;
  panels: PanelSide;
  guides: GuideService;
  sessions: SessionStore;
  limiter: RateLimiter;
  voices: Readonly<Record<Language, Voice>>;
  writer: ScreenWriter;
  codec: ButtonCodec;
}

/** Everything a person can talk to: handlers and dialogues over the services, and the bot that leads to them. */
export function createConversation(parts: ConversationParts, me: UserFromGetMe): Bot {
  const { config, clock, services, voices } = parts;
  const { users, invites, trial, subscriptions, links, keys, orders, plans, promos, ledger } = services;
  const { desk, adoption } = parts.panels;
  const { currency, supportContact } = config.money;
  const serviceName = config.service.name;
  const presetDesk = createPresetDesk(services.presets, config.ownSubscriptions);
  const planDesk = createPlanDesk(plans, {
    shown: [currency, 'XTR'],
    hasOwnFeed: config.ownSubscriptions,
  });
  const promoDesk = createPromoDesk({
    promos,
    plans,
    users,
    clock,
    currency,
    timeZone: config.service.timeZone,
    botUsername: me.username,
  });
  const promoLinks = createPromoLinks({ promos, plans, users, limiter: parts.limiter, currency });
  const moneyDesk = createMoneyDeskHandlers(services.money, services.reports);
  const adminHandlers = createAdminHandlers(services);
  const { showMenu: showDesk } = adminHandlers;
  const panelHandlers = createPanelHandlers(desk, config.ownSubscriptions);
  const adoptionHandlers = createAdoptionHandlers({ adoption, users, desk, showDesk });
  const giftDesk = createGiftDesk({ money: services.money, users, currency, showDesk });
  const orderHandlers = createOrderHandlers({
    orders,
    plans,
    promos,
    ledger,
    currency,
    limiter: parts.limiter,
    serviceName,
    supportContact,
  });
  const showHome = (ctx: BotContext, news?: Parameters<typeof home.showHome>[1]) => home.showHome(ctx, news);
  const inviteHandlers = createInviteHandlers({
    invites,
    users,
    clock,
    botUsername: me.username,
    accessMode: config.service.accessMode,
    showHome,
  });
  const home = createHomeHandlers({
    serviceName: config.service.name,
    voices,
    users,
    trial,
    subscriptions,
    door: inviteHandlers.door,
    links: promoLinks,
  });
  return createBot({
    ...parts,
    users,
    me,
    everywhere: home.everywhere,
    first: createStarsHandlers(services),
    dialogues: [
      ...inviteHandlers.dialogues,
      ...adminHandlers.dialogues,
      ...planDesk.dialogues,
      ...giftDesk.dialogues,
      ...moneyDesk.dialogues,
      ...presetDesk.dialogues,
      ...orderHandlers.dialogues,
      ...panelHandlers.dialogues,
      ...adoptionHandlers.dialogues,
      ...promoDesk.dialogues,
    ],
    features: [
      inviteHandlers.composer,
      createTrialHandlers(trial),
      createSubscriptionHandlers({ subscriptions, links, trial, plans, keys, clock }),
      createKeyHandlers({ keys, guides: parts.guides, trial, publicUrl: config.http.publicUrl }),
      panelHandlers.composer,
      adminHandlers.composer,
      adoptionHandlers.composer,
      planDesk.composer,
      giftDesk.composer,
      presetDesk.composer,
      promoDesk.composer,
      promoLinks.composer,
      createRenewalHandlers({
        ...services,
        clock,
        currency,
        hasBalance: config.money.ways.includes('balance'),
      }),
      moneyDesk.composer,
      createDeadLetterHandlers(services.deadLetters),
      orderHandlers.composer,
    ],
    lastResort: home.lastResort,
  });
}
