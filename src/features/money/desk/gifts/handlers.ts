import { Composer } from 'telegraf';
import { hear } from '../../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../../users/context.ts';
import type { MoneyDesk } from '../service.ts';
import { createGiftDialogue } from './dialogue.ts';
import { giftTakenScreen, takeGiftQuestion } from './taken.screens.ts';
import * as taps from '../taps.ts';

/** Where gifts by hand begin: on somebody's card. */
export function createGiftDesk(
  parts: Parameters<typeof createGiftDialogue>[0] & { money: Pick<MoneyDesk, 'lastGift' | 'takeGiftBack'> },
): BotPart {
  const { money } = parts;
  const giving = createGiftDialogue(parts);
  const composer = new Composer<BotContext>();
  hear(composer, taps.giveAccess, (ctx, [userId]) => giving.begin(ctx, { what: 'access', userId }));
  hear(composer, taps.giveMoney, (ctx, [userId]) => giving.begin(ctx, { what: 'money', userId }));
  hear(composer, taps.askTakeGift, async (ctx, [userId]) => {
    const gift = await money.lastGift(ctx.person.telegramId, userId);
    await ctx.show(takeGiftQuestion(ctx.voice, { userId, gift }));
  });
  hear(composer, taps.takeGift, async (ctx, [what, id]) => {
    const userId = await money.takeGiftBack(ctx.cause, { what, id });
    await ctx.show(giftTakenScreen(ctx.voice, userId));
  });
  return { composer, dialogues: [giving] };
}
