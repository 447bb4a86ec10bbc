import { Composer } from 'telegraf';
import { hear } from '../../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../../users/context.ts';
import type { PanelService } from '../../desk/service.ts';
import { handScreen, handsScreen } from './screens.ts';
import type { HandDesk } from './service.ts';
import * as taps from './taps.ts';

/** What was changed on panels by hand, and what an admin decides about it. */
export function createHandHandlers(parts: { handDesk: HandDesk; desk: Pick<PanelService, 'view'> }): BotPart {
  const { handDesk, desk } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.list, async (ctx, [panelId]) => showList(ctx, panelId));
  hear(composer, taps.show, async (ctx, [id]) => showOne(ctx, id));
  hear(composer, taps.ofPerson, async (ctx, [userId]) => {
    await ctx.show(handScreen(ctx.voice, await handDesk.offOf(ctx.person.telegramId, userId)));
  });
  hear(composer, taps.decide, async (ctx, [id, decision]) => {
    await handDesk.decide(ctx.cause, id, decision);
    ctx.toast(ctx.voice.t.hands.done[decision]);
    await showOne(ctx, id);
  });
  return { composer, dialogues: [] };

  async function showList(ctx: BotContext, panelId: number): Promise<void> {
    const { panel } = await desk.view(ctx.person.telegramId, panelId);
    const found = await handDesk.list(ctx.person.telegramId, panelId);
    await ctx.show(handsScreen(ctx.voice, { panelId, panel: panel.name, ...found }));
  }

  async function showOne(ctx: BotContext, id: number): Promise<void> {
    await ctx.show(handScreen(ctx.voice, await handDesk.view(ctx.person.telegramId, id)));
  }
}
