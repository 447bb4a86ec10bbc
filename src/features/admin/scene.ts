import { Scenes } from 'telegraf';
import { onAnswer } from '../../telegram/dialogue/answers.ts';
import type { BotContext } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { askQueryScreen, foundScreen } from './screens.ts';

export const findPersonScene = 'admin.find';

/** Asks for a name or number and shows who fits. */
export function createFindPersonScene(users: UserService): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(findPersonScene);
  scene.enter((ctx) => ctx.show(askQueryScreen(ctx.voice)));
  onAnswer(scene, { text: find, other: (ctx) => ctx.show(askQueryScreen(ctx.voice)) });
  return scene;

  async function find(ctx: BotContext, query: string): Promise<void> {
    const people = await users.search(ctx.person.telegramId, query);
    if (people.length > 0) await ctx.scene.leave();
    await ctx.show(foundScreen(ctx.voice, query, people));
  }
}
