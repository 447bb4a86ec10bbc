import { Composer } from 'telegraf';
import { action } from '../../platform/telegram/buttons.ts';
import { onTap, readWhole } from '../../platform/telegram/taps.ts';
import type { BotContext } from '../users/context.ts';
import { addPanelScene } from './scene.ts';
import { driftScreen, panelQuestion, panelScreen, panelsScreen } from './screens.ts';
import type { PanelService, PanelView } from './service.ts';

/** The operator's view of the panels: list, card, drain and resume, differences and their repair. */
export function createPanelHandlers(desk: PanelService): Composer<BotContext> {
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

  async function repair(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const repaired = await desk.repair(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.panels.repairing(ctx.voice.format.number(repaired)));
    await showCard(ctx, await load(ctx, id));
  }
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}
