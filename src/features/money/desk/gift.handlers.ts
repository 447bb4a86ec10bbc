import { Composer } from 'telegraf';
import type { Carried } from '../../../telegram/dialogue/dialogue.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import { createGiftDialogue } from './gift.dialogue.ts';
import * as taps from './taps.ts';

/** Where gifts by hand begin: on somebody's card. */
export function createGiftDesk(parts: Parameters<typeof createGiftDialogue>[0]): {
  composer: Composer<BotContext>;
  dialogues: readonly Carried<BotContext>[];
} {
  const giving = createGiftDialogue(parts);
  const composer = new Composer<BotContext>();
  hear(composer, taps.giveAccess, (ctx, [userId]) => giving.begin(ctx, { what: 'access', userId }));
  hear(composer, taps.giveMoney, (ctx, [userId]) => giving.begin(ctx, { what: 'money', userId }));
  return { composer, dialogues: [giving] };
}
