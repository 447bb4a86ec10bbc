import { inviteSettings } from '../features/invites/settings.ts';
import { protocolSettings, serverSettings } from '../features/keys/protocols/settings.ts';
import { feedSettings } from '../features/keys/settings.ts';
import { providerSettings } from '../features/money/providers/settings.ts';
import { moneySettings, supportSettings } from '../features/money/settings.ts';
import { panelSettings } from '../features/panels/settings.ts';
import { graceSettings } from '../features/subscriptions/settings.ts';
import { reminderSettings } from '../features/reminders/settings.ts';
import { trialSettings } from '../features/trial/settings.ts';
import { accessSettings } from '../features/users/settings.ts';
import { httpSettings, metricsSettings } from '../http/settings.ts';
import type { Setting } from '../platform/setting.ts';
import { logSettings, storageSettings } from '../platform/settings.ts';
import { telegramSettings } from '../telegram/settings.ts';
import { dateSettings, nameSettings } from '../texts/settings.ts';

/** The settings of every house, in the order in which `.env.example` shows them. */
export const settings = {
  telegram: telegramSettings,
  http: httpSettings,
  log: logSettings,
  metrics: metricsSettings,
  storage: storageSettings,
  panel: panelSettings,
  server: serverSettings,
  ...protocolSettings,
  feeds: feedSettings,
  name: nameSettings,
  access: accessSettings,
  invites: inviteSettings,
  trial: trialSettings,
  dates: dateSettings,
  grace: graceSettings,
  reminders: reminderSettings,
  money: moneySettings,
  ...providerSettings,
  support: supportSettings,
};

export interface ListedSetting extends Setting<unknown> {
  group: string;
}

/** The same one after the other, each under its heading. */
export const settingsInOrder: readonly ListedSetting[] = Object.values(settings).flatMap(({ group, each }) =>
  Object.values<Setting<unknown>>(each).map((setting) => ({ ...setting, group })),
);

/** Names of the old bot that no longer decide anything, with what to do instead. */
export const retiredSettings: Readonly<Record<string, string>> = {
  METRICS_PORT: 'metrics are served by the one server now, at /metrics on PORT',
  HEALTH_PORT: 'health is served by the one server now, at /health on PORT',
};
