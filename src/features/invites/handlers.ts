import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import type { Html } from '../../platform/telegram/html.ts';
import { onTap, readWhole } from '../../platform/telegram/taps.ts';
import type { BotContext } from '../users/context.ts';
import type { AccessMode, UserService } from '../users/service.ts';
import { readInviteCode } from './code.ts';
import { closedScreen, inviteCardScreen, inviteListScreen, pageSize, revokeQuestion } from './screens.ts';
import type { InviteService } from './service.ts';

export const enterCodeScene = 'invite.enter';
export const newInviteScene = 'invite.new';

export interface InviteHandlers {
  composer: Composer<BotContext>;
  /** Uses a code and welcomes the person; the service refuses with the reason why it does not work. */
  redeem(ctx: BotContext, code: string): Promise<void>;
  /** Follows `/start INV_…`; false for other links. */
  followLink(ctx: BotContext, payload: string): Promise<boolean>;
  /** What somebody sees who is not in: the question for a code, an open door or a closed one. */
  showEntrance(ctx: BotContext): Promise<void>;
  showCard(ctx: BotContext, inviteId: number, created?: boolean): Promise<void>;
}

export function createInviteHandlers(parts: {
  invites: InviteService;
  users: UserService;
  clock: Clock;
  botUsername: string;
  accessMode: AccessMode;
  showHome: (ctx: BotContext, news?: Html) => Promise<void>;
}): InviteHandlers {
  const { invites, users, clock, botUsername, accessMode, showHome } = parts;
  const composer = new Composer<BotContext>();
  composer.command('invite', askCode);
  onTap(composer, 'invite', askCode);
  onTap(composer, 'inv.own', (ctx, [offset]) => showList(ctx, false, offset));
  onTap(composer, 'inv.all', (ctx, [offset]) => showList(ctx, true, offset));
  onTap(composer, 'inv.show', (ctx, [id]) => showCard(ctx, idOf(id)));
  onTap(composer, 'inv.new', startNew);
  onTap(composer, 'inv.ask', askRevoke);
  onTap(composer, 'inv.revoke', revoke);
  return { composer, redeem, followLink, showEntrance, showCard };

  async function redeem(ctx: BotContext, code: string): Promise<void> {
    const { granted } = await invites.redeem(ctx.cause, code);
    if (readInviteCode(ctx.person.pendingStart ?? '') !== undefined)
      await users.keepStart(ctx.person.telegramId, null);
    await ctx.scene.leave();
    await showHome(ctx, granted ? ctx.voice.t.home.welcomeGranted : ctx.voice.t.home.welcome);
  }

  async function askCode(ctx: BotContext): Promise<void> {
    if (isShutOut(ctx)) return await showEntrance(ctx);
    await ctx.scene.enter(enterCodeScene);
  }

  function isShutOut(ctx: BotContext): boolean {
    return accessMode === 'closed' && ctx.person.admittedAt === null;
  }

  async function followLink(ctx: BotContext, payload: string): Promise<boolean> {
    const code = readInviteCode(payload);
    if (code === undefined) return false;
    if (isShutOut(ctx)) return false;
    await redeem(ctx, code);
    return true;
  }

  async function showEntrance(ctx: BotContext): Promise<void> {
    if (accessMode === 'closed') return await ctx.show(closedScreen(ctx.voice));
    if (accessMode === 'invite') return void (await ctx.scene.enter(enterCodeScene));
    await users.welcome(ctx.cause);
    await showHome(ctx, ctx.voice.t.home.welcome);
  }

  async function showList(ctx: BotContext, all: boolean, offsetText: string | undefined): Promise<void> {
    const offset = readWhole(offsetText, { min: 0, max: 100_000 }) ?? 0;
    const page = await invites.list(ctx.person.telegramId, { all, offset, limit: pageSize });
    const admin = ctx.person.role === 'admin';
    await ctx.show(inviteListScreen(ctx.voice, page, { all, offset, now: clock.now(), admin }));
  }

  async function showCard(ctx: BotContext, inviteId: number, created = false): Promise<void> {
    const card = await invites.show(ctx.person.telegramId, inviteId);
    await ctx.show(inviteCardScreen(ctx.voice, card, { botUsername, now: clock.now(), created }));
  }

  async function startNew(ctx: BotContext): Promise<void> {
    await users.demand(ctx.person.telegramId, 'create invites');
    await ctx.scene.enter(newInviteScene);
  }

  async function askRevoke(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const { invite } = await invites.show(ctx.person.telegramId, idOf(id));
    await ctx.show(revokeQuestion(ctx.voice, invite));
  }

  async function revoke(ctx: BotContext, [id]: readonly string[]): Promise<void> {
    const invite = await invites.revoke(ctx.cause, idOf(id));
    ctx.toast(ctx.voice.t.invites.revoked);
    await showCard(ctx, invite.id);
  }
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}
