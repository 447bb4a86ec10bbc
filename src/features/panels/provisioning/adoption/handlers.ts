import { Composer } from 'telegraf';
import { hear } from '../../../../telegram/screens/taps.ts';
import type { PanelService } from '../../desk/service.ts';
import type { BotContext } from '../../../users/context.ts';
import type { UserService } from '../../../users/service.ts';
import { adoptAccountScene } from './scene.ts';
import { adoptionSurveyScreen } from './screens.ts';
import type { AdoptionService } from './service.ts';
import * as taps from './taps.ts';

/** Linking what stands on panels already: one account to one person, or all of a panel by their Telegram id. */
export function createAdoptionHandlers(parts: {
  adoption: AdoptionService;
  users: Pick<UserService, 'demand' | 'card'>;
  desk: Pick<PanelService, 'view'>;
}): Composer<BotContext> {
  const { adoption, users, desk } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.begin, async (ctx, [id]) => {
    await users.demand(ctx.person.telegramId, 'manage panels');
    const person = await users.card(ctx.person.telegramId, id);
    await ctx.scene.enter(adoptAccountScene, { schemaVersion: 1, userId: person.telegramId });
  });
  hear(composer, taps.survey, showSurvey);
  hear(composer, taps.linkAll, async (ctx, [id]) => {
    await adoption.linkMatches(ctx.cause, id);
    ctx.toast(ctx.voice.t.adoption.started);
    await showSurvey(ctx, [id]);
  });
  return composer;

  async function showSurvey(ctx: BotContext, [id]: [number]): Promise<void> {
    const { panel } = await desk.view(ctx.person.telegramId, id);
    const survey = await adoption.survey(ctx.person.telegramId, panel.id);
    await ctx.show(adoptionSurveyScreen(ctx.voice, { panelId: panel.id, panel: panel.name, survey }));
  }
}
