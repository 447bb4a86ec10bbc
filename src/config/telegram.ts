import { z } from 'zod';
import { address, group, ids } from './setting.ts';

export const telegram = group('Telegram', [
  {
    name: 'TELEGRAM_BOT_TOKEN',
    purpose: 'Token of the bot.',
    format: '<number>:<35 characters>',
    required: 'production',
    secret: true,
    howToGet: 'Write /newbot to @BotFather.',
    schema: z
      .string()
      .regex(/^\d+:[\w-]{6,}$/, 'a number, a colon and the secret part, as @BotFather gave it'),
  },
  {
    name: 'TELEGRAM_ADMIN_ID',
    purpose: 'Telegram ids of the people who are admins from the first start.',
    format: 'one id, or several separated by commas',
    example: '123456789',
    required: 'production',
    howToGet: 'Write to @userinfobot; it answers with your id.',
    schema: ids,
  },
  {
    name: 'TELEGRAM_WEBHOOK_SECRET',
    purpose: 'Secret that Telegram sends with each update.',
    format: '1–256 of A–Z a–z 0–9 _ -',
    default: 'derived from the token',
    required: 'no',
    secret: true,
    schema: z.string().regex(/^[\w-]{1,256}$/, '1–256 of A–Z a–z 0–9 _ -'),
  },
  {
    name: 'TELEGRAM_API_ROOT',
    purpose: 'Address of the Bot API, for an own Bot API server.',
    format: 'https address, or http on loopback',
    default: 'https://api.telegram.org',
    required: 'no',
    schema: address,
  },
]);
