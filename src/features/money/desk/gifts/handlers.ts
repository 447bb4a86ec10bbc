import { Composer } from 'telegraf';
import { hear } from '../../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../../users/context.ts';
import { createGiftDialogue } from './dialogue.ts';
import * as taps from '../taps.ts';

/** Where gifts by hand begin: on somebody's card. */
export function createGiftDesk(parts: Parameters<typeof createGiftDialogue>[0]): BotPart {
  const giving = createGiftDialogue(parts);
  const composer = new Composer<BotContext>();
  hear(composer, taps.giveAccess, (ctx, [userId]) => giving.begin(ctx, { what: 'access', userId }));
  hear(composer, taps.giveMoney, (ctx, [userId]) => giving.begin(ctx, { what: 'money', userId }));
  return { composer, dialogues: [giving] };
}
