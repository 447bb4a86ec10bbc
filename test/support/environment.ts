import type { PanelStandIn } from '@hiddify-vpn-bot/sandbox/panel/stand-in.ts';

export const adminId = 101;
export const botToken = '1000001:sandbox-telegram-token-0123456789';

/** What every bot of a test is told. Its addresses lead nowhere: a door that has a stand-in puts its address over them. */
export const environment = {
  TELEGRAM_BOT_TOKEN: botToken,
  TELEGRAM_ADMIN_ID: String(adminId),
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://bot.example.com',
  DATABASE_URL: 'postgres://given/by-the-test',
  PANEL_DOMAIN: 'panel.example.com',
  PANEL_URL: 'http://127.0.0.1:9',
  HIDDIFY_API_TOKEN: '00000000-0000-4000-8000-000000000000',
  HIDDIFY_ADMIN_PATH: 'adminpath',
  HIDDIFY_CLIENT_PATH: 'clientpath',
  SECRETS_KEY: 'a-secrets-key-of-the-test-0123456789',
  /** Most people of tests hold the panel's links; where it is empty, it is as an installation began. */
  OWN_SUBSCRIPTIONS: 'no',
  /** They would come between the screens of whoever lets days pass. */
  REMINDERS: 'no',
  /** What was paid for ends when it ends. */
  GRACE_DAYS: '0',
} as const;

/** Stand-ins of panels are on this machine. */
export const anywhere = { allowPrivate: true } as const;

/** The settings that lead to this panel. */
export function panelSettings(panel: PanelStandIn): Record<string, string> {
  return {
    PANEL_DOMAIN: panel.domain,
    PANEL_URL: panel.url,
    HIDDIFY_API_TOKEN: panel.adminKey,
    HIDDIFY_ADMIN_PATH: panel.adminPath,
    HIDDIFY_CLIENT_PATH: panel.clientPath,
    // The stand-in’s days change at midnight there.
    PANEL_TIME_ZONE: 'UTC',
  };
}

/** A server of keys, as the settings describe one. */
export const keySettings = {
  VPS_IP: '203.0.113.10',
  REALITY_PUBLIC_KEY: 'E59WjnvZcQMu7tR7_BgyhycuEdBS-CtKxfImRCdAvFM',
  REALITY_SHORT_ID: '0123456789abcdef',
  REALITY_SNI: 'www.example.com',
} as const;
