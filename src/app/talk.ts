import type { UserFromGetMe } from 'telegraf/types';
import { type Bot, createBot } from '../bot/bot.ts';
import type { TelegramClient } from '../telegram/api/client.ts';
import type { Chat } from '../bot/chat.ts';
import type { Platform } from './platform.ts';
import type { Services } from './services.ts';
import { houses } from './houses.ts';

export interface TalkNeeds extends Chat {
  client: TelegramClient;
  services: Services;
}

/** Everything a person can talk to: what each house hears, and the bot that leads to it. */
export function createTalk(platform: Platform, needs: TalkNeeds, me: UserFromGetMe): Bot {
  const { service, money: shop, http } = platform.config;
  const { name: serviceName, accessMode, timeZone } = service;
  const { currency, supportContact } = shop;
  const base = {
    ...platform,
    ...needs,
    ...needs.services,
    ...needs.services.panels,
    serviceName,
    accessMode,
    timeZone,
    currency,
    supportContact,
    publicUrl: http.publicUrl,
    botUsername: me.username,
  };
  const invites = houses.invites.talk(base);
  const trial = houses.trial.talk(base);
  const subscriptions = houses.subscriptions.talk(base);
  const keys = houses.keys.talk(base);
  const reminders = houses.reminders.talk(base);
  const preferences = houses.preferences.talk(base);
  const checkup = houses.checkup.talk(base);
  const admin = houses.admin.talk(base);
  const staff = { ...base, showDesk: admin.showMenu };
  const panels = houses.panels.talk(staff);
  const plans = houses.plans.talk(base);
  const deadLetters = houses.deadLetters.talk(base);
  const money = houses.money.talk(staff);
  const { links, followOrder } = money;
  const home = houses.home.talk({ ...base, door: invites.door, links, followOrder });
  return createBot({
    ...base,
    ...home,
    me,
    first: money.payments,
    commands: {
      ...home.commands,
      ...invites.commands,
      ...money.commands,
      ...trial.commands,
      ...subscriptions.commands,
      ...keys.commands,
      ...preferences.commands,
      ...admin.commands,
    },
    parts: [
      invites,
      trial,
      subscriptions,
      keys,
      reminders,
      preferences,
      checkup,
      panels,
      admin,
      plans,
      deadLetters,
      money,
    ],
  });
}
