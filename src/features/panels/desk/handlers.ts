import { Composer } from 'telegraf';
import { action } from '../../../telegram/screens/buttons.ts';
import { onTap, readWhole } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import { addPanelScene } from './scene.ts';
import { editPanelScene, panelAccessScene } from './edit.scene.ts';
import { driftScreen, joinQuestion, moveQuestion, panelSettingsScreen } from './care.screens.ts';
import { panelQuestion, panelScreen, panelsScreen } from './screens.ts';
import type { PanelService, PanelView } from './service.ts';

/** The operator's view of the panels: list, card, drain and resume, differences and their repair. */
export function createPanelHandlers(desk: PanelService, hasOwnFeed: boolean): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  onTap(composer, 'pnl', async (ctx) =>
    ctx.show(panelsScreen(ctx.voice, await desk.list(ctx.person.telegramId))),
  );
  onTap(composer, 'pnl.show', async (ctx, [id]) => showCard(ctx, await load(ctx, id)));
  onTap(composer, 'pnl.set', async (ctx, [id, state]) =>
    setState(ctx, idOf(id), state === 'draining' ? 'draining' : 'active'),
  );
  onTap(composer, 'pnl.off?', askOff);
  onTap(composer, 'pnl.off', (ctx, [id]) => setState(ctx, idOf(id), 'off'));
  onTap(composer, 'pnl.sync', readUsage);
  onTap(composer, 'pnl.drift', showDrift);
  onTap(composer, 'pnl.fix?', askRepair);
  onTap(composer, 'pnl.fix', repair);
  onTap(composer, 'pnl.move?', askMove);
  onTap(composer, 'pnl.move', move);
  onTap(composer, 'pnl.stay', stopMove);
  onTap(composer, 'pnl.gone?', askForget);
  onTap(composer, 'pnl.gone', forget);
  onTap(composer, 'pnl.fill?', askRebuild);
  onTap(composer, 'pnl.fill', rebuild);
  onTap(composer, 'pnl.edit', async (ctx, [id]) =>
    ctx.show(panelSettingsScreen(ctx.voice, await load(ctx, id))),
  );
  onTap(composer, 'pnl.join?', async (ctx, [id]) =>
    ctx.show(joinQuestion(ctx.voice, await load(ctx, id), hasOwnFeed)),
  );
  onTap(composer, 'pnl.join', async (ctx, [id, answer]) => {
    await desk.edit(ctx.cause, idOf(id), { joined: answer === 'yes' });
    ctx.toast(ctx.voice.t.panels.saved);
    await ctx.show(panelSettingsScreen(ctx.voice, await load(ctx, id)));
  });
  onTap(composer, 'pnl.field', async (ctx, [id, field]) => {
    const { panel } = await load(ctx, id);
    await ctx.scene.enter(editPanelScene, { schemaVersion: 1, panelId: panel.id, field });
  });
  onTap(composer, 'pnl.access', async (ctx, [id]) => {
    const { panel } = await load(ctx, id);
    await ctx.scene.enter(panelAccessScene, { panelId: panel.id });
  });
  onTap(composer, 'pnl.add', async (ctx) => {
    await desk.list(ctx.person.telegramId);
    await ctx.scene.enter(addPanelScene);
  });
  return composer;

  async function load(ctx: BotContext, id: string | undefined): Promise<PanelView> {
    return await desk.view(ctx.person.telegramId, idOf(id));
  }

  async function showCard(ctx: BotContext, view: PanelView): Promise<void> {
    await ctx.show(panelScreen(ctx.voice, view));
  }

  async function setState(ctx: BotContext, id: number, state: PanelView['panel']['state']): Promise<void> {
    await desk.setState(ctx.cause, id, state);
    ctx.toast(ctx.voice.t.panels.stateChanged(ctx.voice.t.panels.states[state]));
    await showCard(ctx, await load(ctx, String(id)));
  }

  async function askOff(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const { panel } = await load(ctx, id);
    const { t } = ctx.voice;
    const yes = { label: t.panels.confirmOff, action: action('pnl.off', panel.id), style: 'danger' } as const;
    await ctx.show(panelQuestion(ctx.voice, { text: t.panels.sureOff(panel.name), yes, panelId: panel.id }));
  }

  async function readUsage(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    await desk.readUsage(ctx.person.telegramId, idOf(id));
    ctx.toast(ctx.voice.t.panels.syncAsked);
    await showCard(ctx, await load(ctx, id));
  }

  async function showDrift(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const view = await load(ctx, id);
    await ctx.show(driftScreen(ctx.voice, view, await desk.report(ctx.person.telegramId, view.panel.id)));
  }

  async function askRepair(ctx: BotContext, [id, count]: readonly string[]): Promise<void> {
    const { panel } = await load(ctx, id);
    const { t } = ctx.voice;
    const yes = { label: t.panels.confirmRepair, action: action('pnl.fix', panel.id) };
    const text = t.panels.sureRepair(idOf(count));
    await ctx.show(panelQuestion(ctx.voice, { text, yes, panelId: panel.id }));
  }

  async function askMove(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const view = await load(ctx, id);
    await ctx.show(moveQuestion(ctx.voice, view, await desk.planMove(ctx.person.telegramId, view.panel.id)));
  }

  async function move(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const { moving, withoutRoom } = await desk.move(ctx.cause, idOf(id));
    const { t, format } = ctx.voice;
    const [going, left] = [format.number(moving), format.number(withoutRoom)];
    ctx.toast(withoutRoom === 0 ? t.panels.moveAsked(going) : t.panels.moveAskedPartly(going, left));
    await showCard(ctx, await load(ctx, id));
  }

  async function stopMove(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const stopped = await desk.stopMove(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.panels.moveStopped(ctx.voice.format.number(stopped)));
    await showCard(ctx, await load(ctx, id));
  }

  async function askForget(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const { panel, moves } = await load(ctx, id);
    const { t, format } = ctx.voice;
    const text = t.panels.sureForget(panel.name, format.number(moves.leftovers + moves.stuckLeftovers));
    const yes = {
      label: t.panels.confirmForget,
      action: action('pnl.gone', panel.id),
      style: 'danger',
    } as const;
    await ctx.show(panelQuestion(ctx.voice, { text, yes, panelId: panel.id }));
  }

  async function forget(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const forgotten = await desk.forget(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.panels.forgotten(ctx.voice.format.number(forgotten)));
    await showCard(ctx, await load(ctx, id));
  }

  async function askRebuild(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const { panel, people } = await load(ctx, id);
    const { t, format } = ctx.voice;
    const text = t.panels.sureRebuild(panel.name, format.number(people));
    const yes = { label: t.panels.confirmRebuild, action: action('pnl.fill', panel.id) };
    await ctx.show(panelQuestion(ctx.voice, { text, yes, panelId: panel.id }));
  }

  async function rebuild(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const rebuilt = await desk.rebuild(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.panels.rebuilding(ctx.voice.format.number(rebuilt)));
    await showCard(ctx, await load(ctx, id));
  }

  async function repair(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const repaired = await desk.repair(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.panels.repairing(ctx.voice.format.number(repaired)));
    await showCard(ctx, await load(ctx, id));
  }
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}
