import { Scenes } from 'telegraf';
import { z } from 'zod';
import { onAnswer } from '../../../../telegram/dialogue/answers.ts';
import { type Html, plain } from '../../../../telegram/screens/html.ts';
import { hear } from '../../../../telegram/screens/taps.ts';
import { Refusal } from '../../../../platform/refusal.ts';
import type { BotContext } from '../../../users/context.ts';
import type { UserService } from '../../../users/service.ts';
import { accountLinkedScreen, askAccountScreen, foundAccountScreen } from './screens.ts';
import type { AdoptionService } from './service.ts';
import * as taps from './taps.ts';

export const adoptAccountScene = 'subscriptions.adopt';

const stateSchema = z.object({
  schemaVersion: z.literal(1),
  userId: z.number().int(),
  /** What was found and shown; the answer to it links this and nothing else. */
  found: z.object({ panelId: z.number().int(), uuid: z.guid() }).optional(),
});

/** Asks for a uuid or link, shows what stands there, and links it after one tap; another one may be sent instead. */
export function createAdoptAccountScene(parts: {
  adoption: AdoptionService;
  users: Pick<UserService, 'card'>;
}): Scenes.BaseScene<BotContext> {
  const { adoption, users } = parts;
  const scene = new Scenes.BaseScene<BotContext>(adoptAccountScene);
  scene.enter((ctx) => ask(ctx));
  hear(scene, taps.confirm, link);
  onAnswer(scene, { text: look, other: (ctx) => ask(ctx, ctx.voice.t.adoption.askAgain) });
  return scene;

  /** Of a dialogue that another version began nothing is left: nobody is refused with `user.unknown`. */
  function read(ctx: BotContext): z.infer<typeof stateSchema> {
    return stateSchema.safeParse(ctx.scene.state).data ?? { schemaVersion: 1, userId: 0 };
  }

  async function ask(ctx: BotContext, problem?: Html): Promise<void> {
    const person = await users.card(ctx.person.telegramId, read(ctx).userId);
    await ctx.show(askAccountScreen(ctx.voice, { name: person.firstName, problem }));
  }

  async function look(ctx: BotContext, text: string): Promise<void> {
    const { userId } = read(ctx);
    ctx.scene.state = { schemaVersion: 1, userId };
    try {
      const found = await adoption.look(ctx.person.telegramId, { userId, text });
      const { panelId, uuid } = found;
      if (found.conflict === undefined)
        ctx.scene.state = { schemaVersion: 1, userId, found: { panelId, uuid } };
      await ctx.show(foundAccountScreen(ctx.voice, found));
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind === 'forbidden') throw error;
      await ask(ctx, plain(ctx.voice.refusal(error.code, error.details)));
    }
  }

  async function link(ctx: BotContext): Promise<void> {
    const { userId, found } = read(ctx);
    if (found === undefined) return await ask(ctx);
    await adoption.link(ctx.cause, { userId, ...found });
    await ctx.scene.leave();
    await ctx.show(accountLinkedScreen(ctx.voice, userId));
  }
}
