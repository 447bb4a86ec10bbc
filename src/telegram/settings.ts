import { z } from 'zod';
import { defineSettings, needed, optional, withDefault } from '../platform/setting.ts';
import { address } from '../platform/setting-formats.ts';

const ids = z
  .string()
  .regex(/^\s*\d+(\s*,\s*\d+)*\s*$/, 'one number or several, separated by commas')
  .transform((list) => list.split(',').map(Number))
  .refine((list) => list.every(Number.isSafeInteger), 'one id or several of at most 16 digits');

/** How the bot is reached, and who its first admins are. */
export const telegramSettings = defineSettings('Telegram', {
  token: needed({
    name: 'TELEGRAM_BOT_TOKEN',
    purpose: 'Token of the bot.',
    format: '<number>:<35 characters>',
    secret: true,
    howToGet: 'Write /newbot to @BotFather.',
    schema: z
      .string()
      .regex(/^\d+:[\w-]{6,}$/, 'a number, a colon and the secret part, as @BotFather gave it'),
  }),
  adminIds: needed({
    name: 'TELEGRAM_ADMIN_ID',
    purpose: 'Telegram ids of the people who are admins from the first start.',
    format: 'one id, or several separated by commas',
    example: '123456789',
    howToGet: 'Write to @userinfobot; it answers with your id.',
    schema: ids,
  }),
  webhookSecret: optional({
    name: 'TELEGRAM_WEBHOOK_SECRET',
    purpose: 'Secret that Telegram sends with each update.',
    format: '1–256 of A–Z a–z 0–9 _ -',
    otherwise: 'derived from SECRETS_KEY',
    secret: true,
    schema: z.string().regex(/^[\w-]{1,256}$/, 'a text of these characters'),
  }),
  apiRoot: withDefault({
    name: 'TELEGRAM_API_ROOT',
    purpose: 'Address of the Bot API, for an own Bot API server.',
    format: 'https address, or http on loopback',
    default: 'https://api.telegram.org',
    schema: address,
  }),
});
