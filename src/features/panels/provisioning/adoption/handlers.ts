import { Composer } from 'telegraf';
import { hear } from '../../../../telegram/screens/taps.ts';
import type { PanelService } from '../../desk/service.ts';
import type { BotContext, BotPart } from '../../../users/context.ts';
import type { UserService } from '../../../users/service.ts';
import { createAdoptAccountDialogue } from './dialogue.ts';
import { adoptionSurveyScreen } from './screens.ts';
import type { AdoptionService } from './service.ts';
import * as taps from './taps.ts';

/** Linking what stands on panels already: one account to one person, or all of a panel by their Telegram id. */
export function createAdoptionHandlers(parts: {
  adoption: AdoptionService;
  users: Pick<UserService, 'demand' | 'card'>;
  desk: Pick<PanelService, 'view'>;
  showDesk: (ctx: BotContext) => Promise<void>;
}): BotPart {
  const { adoption, desk } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.begin, (ctx, [userId]) => adopting.begin(ctx, { userId }));
  hear(composer, taps.survey, showSurvey);
  hear(composer, taps.linkAll, async (ctx, [id]) => {
    await adoption.linkMatches(ctx.cause, id);
    ctx.toast(ctx.voice.t.adoption.started);
    await showSurvey(ctx, [id]);
  });
  const adopting = createAdoptAccountDialogue(parts);
  return { composer, dialogues: [adopting] };

  async function showSurvey(ctx: BotContext, [id]: [number]): Promise<void> {
    const { panel } = await desk.view(ctx.person.telegramId, id);
    const survey = await adoption.survey(ctx.person.telegramId, panel.id);
    await ctx.show(adoptionSurveyScreen(ctx.voice, { panelId: panel.id, panel: panel.name, survey }));
  }
}
