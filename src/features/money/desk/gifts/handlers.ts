import { Composer } from 'telegraf';
import { Refusal } from '../../../../platform/refusal.ts';
import { hear } from '../../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../../users/context.ts';
import type { MoneyDesk } from '../service.ts';
import { createPayoutDialogue } from '../payouts/dialogue.ts';
import { createGiftDialogue } from './dialogue.ts';
import { giftTakenScreen, takeGiftQuestion } from './taken.screens.ts';
import * as taps from '../taps.ts';

/** Where gifts by hand, and what was paid out by hand, begin: on somebody's card. */
export function createGiftDesk(
  parts: Parameters<typeof createGiftDialogue>[0] & {
    money: Pick<MoneyDesk, 'lastGift' | 'takeGiftBack' | 'payOut'>;
  },
): BotPart {
  const { money } = parts;
  const giving = createGiftDialogue(parts);
  const payingOut = createPayoutDialogue(parts);
  const composer = new Composer<BotContext>();
  hear(composer, taps.giveAccess, (ctx, [userId]) => giving.begin(ctx, { what: 'access', userId }));
  hear(composer, taps.giveMoney, (ctx, [userId]) => giving.begin(ctx, { what: 'money', userId }));
  hear(composer, taps.askPayOut, async (ctx, [userId, currency]) => {
    const { stuck } = await money.standing(ctx.person.telegramId, userId);
    const found = stuck.find((each) => each.currency === currency);
    if (found === undefined) throw new Refusal('conflict', 'payout.not-there');
    await payingOut.begin(ctx, { userId, money: found });
  });
  hear(composer, taps.askTakeGift, async (ctx, [userId]) => {
    const gift = await money.lastGift(ctx.person.telegramId, userId);
    await ctx.show(takeGiftQuestion(ctx.voice, { userId, gift }));
  });
  hear(composer, taps.takeGift, async (ctx, [what, id]) => {
    const userId = await money.takeGiftBack(ctx.cause, { what, id });
    await ctx.show(giftTakenScreen(ctx.voice, userId));
  });
  return { composer, dialogues: [giving, payingOut] };
}
