import { Composer } from 'telegraf';
import { hear } from '../../../telegram/screens/taps.ts';
import type { BotContext, BotPart } from '../../users/context.ts';
import { createPanelAccessDialogue } from './access.dialogue.ts';
import { createAddPanelDialogue } from './add.dialogue.ts';
import { createEditPanelDialogue } from './edit.dialogue.ts';
import { driftScreen, joinQuestion, moveQuestion, panelSettingsScreen } from './care.screens.ts';
import { panelQuestion, panelScreen, panelsScreen } from './screens.ts';
import type { PanelService, PanelView } from './service.ts';
import * as taps from './taps.ts';

/** The operator's view of the panels: list, card, drain and resume, differences and their repair. */
export function createPanelHandlers(parts: {
  desk: PanelService;
  /** Whether links lead to us. */
  feedChoice: { isOwn(): Promise<boolean> };
}): BotPart {
  const { desk, feedChoice } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.list, showAll);
  hear(composer, taps.show, async (ctx, [id]) => showCard(ctx, await load(ctx, id)));
  hear(composer, taps.setState, async (ctx, [id, state]) => setState(ctx, id, state));
  hear(composer, taps.askOff, askOff);
  hear(composer, taps.switchOff, (ctx, [id]) => setState(ctx, id, 'off'));
  hear(composer, taps.readUsage, readUsage);
  hear(composer, taps.showDrift, showDrift);
  hear(composer, taps.askRepair, askRepair);
  hear(composer, taps.repair, repair);
  hear(composer, taps.askMove, askMove);
  hear(composer, taps.move, move);
  hear(composer, taps.stopMove, stopMove);
  hear(composer, taps.askForget, askForget);
  hear(composer, taps.forget, forget);
  hear(composer, taps.askRebuild, askRebuild);
  hear(composer, taps.rebuild, rebuild);
  hear(composer, taps.showSettings, async (ctx, [id]) =>
    ctx.show(panelSettingsScreen(ctx.voice, await load(ctx, id))),
  );
  hear(composer, taps.askJoin, async (ctx, [id]) =>
    ctx.show(joinQuestion(ctx.voice, await load(ctx, id), await feedChoice.isOwn())),
  );
  hear(composer, taps.join, async (ctx, [id, answer]) => {
    await desk.edit(ctx.cause, id, { joined: answer === 'yes' });
    ctx.toast(ctx.voice.t.panels.saved);
    await ctx.show(panelSettingsScreen(ctx.voice, await load(ctx, id)));
  });
  hear(composer, taps.editField, async (ctx, [id, field]) => {
    const { panel } = await load(ctx, id);
    await editing.begin(ctx, { panelId: panel.id, field });
  });
  hear(composer, taps.editAccess, async (ctx, [id]) => {
    const { panel } = await load(ctx, id);
    await access.begin(ctx, { panelId: panel.id });
  });
  hear(composer, taps.add, async (ctx) => {
    await desk.list(ctx.person.telegramId);
    await adding.begin(ctx, {});
  });
  const [adding, editing] = [createAddPanelDialogue(desk, showAll), createEditPanelDialogue(desk, showAll)];
  const access = createPanelAccessDialogue(desk, showAll);
  return { composer, dialogues: [adding, editing, access] };

  async function showAll(ctx: BotContext): Promise<void> {
    await ctx.show(panelsScreen(ctx.voice, await desk.list(ctx.person.telegramId)));
  }

  async function load(ctx: BotContext, id: number): Promise<PanelView> {
    return await desk.view(ctx.person.telegramId, id);
  }

  async function showCard(ctx: BotContext, view: PanelView): Promise<void> {
    await ctx.show(panelScreen(ctx.voice, view));
  }

  async function setState(ctx: BotContext, id: number, state: PanelView['panel']['state']): Promise<void> {
    await desk.setState(ctx.cause, id, state);
    ctx.toast(ctx.voice.t.panels.stateChanged(ctx.voice.t.panels.states[state]));
    await showCard(ctx, await load(ctx, id));
  }

  async function askOff(ctx: BotContext, [id]: [number]): Promise<void> {
    const { panel } = await load(ctx, id);
    const { t } = ctx.voice;
    const yes = { label: t.panels.confirmOff, action: taps.switchOff(panel.id), style: 'danger' } as const;
    await ctx.show(panelQuestion(ctx.voice, { text: t.panels.sureOff(panel.name), yes, panelId: panel.id }));
  }

  async function readUsage(ctx: BotContext, [id]: [number]): Promise<void> {
    await desk.readUsage(ctx.person.telegramId, id);
    ctx.toast(ctx.voice.t.panels.syncAsked);
    await showCard(ctx, await load(ctx, id));
  }

  async function showDrift(ctx: BotContext, [id]: [number]): Promise<void> {
    const view = await load(ctx, id);
    await ctx.show(driftScreen(ctx.voice, view, await desk.report(ctx.person.telegramId, view.panel.id)));
  }

  async function askRepair(ctx: BotContext, [id, count]: [number, number]): Promise<void> {
    const { panel } = await load(ctx, id);
    const { t } = ctx.voice;
    const yes = { label: t.panels.confirmRepair, action: taps.repair(panel.id) };
    const text = t.panels.sureRepair(count);
    await ctx.show(panelQuestion(ctx.voice, { text, yes, panelId: panel.id }));
  }

  async function askMove(ctx: BotContext, [id]: [number]): Promise<void> {
    const view = await load(ctx, id);
    await ctx.show(
      moveQuestion(ctx.voice, view, await desk.forecastMove(ctx.person.telegramId, view.panel.id)),
    );
  }

  async function move(ctx: BotContext, [id]: [number]): Promise<void> {
    const { moving, withoutRoom } = await desk.move(ctx.cause, id);
    const { t, format } = ctx.voice;
    const [going, left] = [format.number(moving), format.number(withoutRoom)];
    ctx.toast(withoutRoom === 0 ? t.panels.moveAsked(going) : t.panels.moveAskedPartly(going, left));
    await showCard(ctx, await load(ctx, id));
  }

  async function stopMove(ctx: BotContext, [id]: [number]): Promise<void> {
    const stopped = await desk.stopMove(ctx.cause, id);
    ctx.toast(ctx.voice.t.panels.moveStopped(ctx.voice.format.number(stopped)));
    await showCard(ctx, await load(ctx, id));
  }

  async function askForget(ctx: BotContext, [id]: [number]): Promise<void> {
    const { panel, moves } = await load(ctx, id);
    const { t, format } = ctx.voice;
    const text = t.panels.sureForget(panel.name, format.number(moves.leftovers + moves.stuckLeftovers));
    const yes = {
      label: t.panels.confirmForget,
      action: taps.forget(panel.id),
      style: 'danger',
    } as const;
    await ctx.show(panelQuestion(ctx.voice, { text, yes, panelId: panel.id }));
  }

  async function forget(ctx: BotContext, [id]: [number]): Promise<void> {
    const forgotten = await desk.forget(ctx.cause, id);
    ctx.toast(ctx.voice.t.panels.forgotten(ctx.voice.format.number(forgotten)));
    await showCard(ctx, await load(ctx, id));
  }

  async function askRebuild(ctx: BotContext, [id]: [number]): Promise<void> {
    const { panel, people } = await load(ctx, id);
    const { t, format } = ctx.voice;
    const text = t.panels.sureRebuild(panel.name, format.number(people));
    const yes = { label: t.panels.confirmRebuild, action: taps.rebuild(panel.id) };
    await ctx.show(panelQuestion(ctx.voice, { text, yes, panelId: panel.id }));
  }

  async function rebuild(ctx: BotContext, [id]: [number]): Promise<void> {
    const rebuilt = await desk.rebuild(ctx.cause, id);
    ctx.toast(ctx.voice.t.panels.rebuilding(ctx.voice.format.number(rebuilt)));
    await showCard(ctx, await load(ctx, id));
  }

  async function repair(ctx: BotContext, [id]: [number]): Promise<void> {
    const repaired = await desk.repair(ctx.cause, id);
    ctx.toast(ctx.voice.t.panels.repairing(ctx.voice.format.number(repaired)));
    await showCard(ctx, await load(ctx, id));
  }
}
