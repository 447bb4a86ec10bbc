import { Scenes } from 'telegraf';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import type { BotContext } from '../../users/context.ts';
import { findPaymentScreen, foundPaymentsScreen } from './desk.screens.ts';
import type { MoneyDesk } from './desk.service.ts';

export const findPaymentScene = 'payments.find';

/** Asks for a number or name and shows the payments that it fits; the next thing sent is looked for too. */
export function createFindPaymentScene(money: Pick<MoneyDesk, 'search'>): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(findPaymentScene);
  scene.enter((ctx) => ctx.show(findPaymentScreen(ctx.voice)));
  onAnswer(scene, { text: find, other: (ctx) => ctx.show(findPaymentScreen(ctx.voice)) });
  return scene;

  async function find(ctx: BotContext, query: string): Promise<void> {
    const rows = await money.search(ctx.person.telegramId, query);
    await ctx.show(foundPaymentsScreen(ctx.voice, query, rows));
  }
}
