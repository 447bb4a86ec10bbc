import { Composer, Scenes } from 'telegraf';
import { z } from 'zod';
import { readReason } from '../../platform/reason.ts';
import { onAnswer } from '../../telegram/dialogue/answers.ts';
import { hear } from '../../telegram/screens/taps.ts';
import type { RenewalService } from '../money/renewals/service.ts';
import type { BotContext } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { askStopReasonScreen } from './screens.ts';
import * as taps from './taps.ts';

const stopRenewalScene = 'admin.stop-renewal';
const stateSchema = z.object({ schemaVersion: z.literal(1), userId: z.number().int() });

/** Switching somebody's auto-renewal off: an admin says why, then it is done. */
export function createStopRenewalDesk(parts: {
  users: UserService;
  renewals: Pick<RenewalService, 'stopFor'>;
  showCard: (ctx: BotContext, userId: number) => Promise<void>;
}): { composer: Composer<BotContext>; scene: Scenes.BaseScene<BotContext> } {
  const { users, renewals, showCard } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.stopRenewal, async (ctx, [id]) => {
    await users.demand(ctx.person.telegramId, 'manage money');
    await ctx.scene.enter(stopRenewalScene, { schemaVersion: 1, userId: id });
  });
  const scene = new Scenes.BaseScene<BotContext>(stopRenewalScene);
  scene.enter((ctx) => ask(ctx, false));
  onAnswer(scene, { text: stop, other: (ctx) => ask(ctx, true) });
  return { composer, scene };

  async function ask(ctx: BotContext, isRepeat: boolean): Promise<void> {
    const userId = stateSchema.safeParse(ctx.scene.state).data?.userId ?? 0;
    const person = await users.card(ctx.person.telegramId, userId);
    await ctx.show(askStopReasonScreen(ctx.voice, person, isRepeat));
  }

  async function stop(ctx: BotContext, text: string): Promise<void> {
    const state = stateSchema.safeParse(ctx.scene.state).data;
    const reason = readReason(text);
    if (state === undefined || reason === undefined) return await ask(ctx, true);
    await ctx.scene.leave();
    await renewals.stopFor(ctx.cause, { userId: state.userId, reason });
    await showCard(ctx, state.userId);
  }
}
