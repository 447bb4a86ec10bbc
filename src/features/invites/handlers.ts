import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { html, type Html, plain } from '../../telegram/screens/html.ts';
import { onTap, readWhole } from '../../telegram/screens/taps.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { BotContext, Door } from '../users/context.ts';
import type { AccessMode, UserService } from '../users/service.ts';
import { readInviteCode } from './code.ts';
import {
  askCodeScreen,
  closedScreen,
  inviteCardScreen,
  inviteListScreen,
  pageSize,
  revokeQuestion,
} from './screens.ts';
import type { InviteService } from './service.ts';

export const enterCodeScene = 'invite.enter';
export const newInviteScene = 'invite.new';

export interface InviteHandlers {
  composer: Composer<BotContext>;
  /** Uses a code and welcomes the person; the service refuses with the reason why it does not work. */
  redeem(ctx: BotContext, code: string): Promise<void>;
  door: Door;
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
  return { composer, redeem, door: { letIn, isShut, followLink, hear, tryKept, show }, showCard };

  async function redeem(ctx: BotContext, code: string): Promise<void> {
    const { granted } = await invites.redeem(ctx.cause, code);
    await users.forgetStart(ctx.person.telegramId, 'INV');
    await ctx.scene.leave();
    await showHome(ctx, granted ? ctx.voice.t.home.welcomeGranted : ctx.voice.t.home.welcome);
  }

  async function askCode(ctx: BotContext): Promise<void> {
    if (ctx.person.admittedAt === null) return await show(ctx);
    await ctx.scene.enter(enterCodeScene);
  }

  /** A code in the first message is used first: who invited the person counts behind an open door too. */
  async function letIn(ctx: BotContext): Promise<boolean> {
    if (accessMode !== 'open' || ctx.person.admittedAt !== null || codeIn(ctx) !== undefined) return false;
    await users.welcome(ctx.cause);
    ctx.person = await users.get(ctx.person.telegramId);
    return true;
  }

  function isShut(ctx: BotContext): boolean {
    return accessMode === 'closed' && ctx.person.admittedAt === null;
  }

  async function followLink(ctx: BotContext, payload: string): Promise<boolean> {
    const code = readInviteCode(payload);
    if (code === undefined && !/^INV_/i.test(payload)) return false;
    if (code === undefined) await showProblem(ctx, ctx.voice.t.invites.askAgain);
    else await follow(ctx, code);
    return true;
  }

  async function hear(ctx: BotContext): Promise<boolean> {
    const code = codeIn(ctx);
    if (code === undefined || ctx.person.admittedAt !== null) return false;
    await follow(ctx, code);
    return true;
  }

  /** Kept first: a code that comes during a pause or to a shut door is used when that is over. */
  async function follow(ctx: BotContext, code: string): Promise<void> {
    await users.keepStart(ctx.person.telegramId, code);
    await (isShut(ctx) ? showProblem(ctx, ctx.voice.t.invites.keptOutside) : tryCode(ctx, code));
  }

  async function tryKept(ctx: BotContext): Promise<boolean> {
    const code = readInviteCode(ctx.person.pendingStart ?? '');
    if (code === undefined || isShut(ctx)) return false;
    await tryCode(ctx, code);
    return true;
  }

  async function tryCode(ctx: BotContext, code: string): Promise<void> {
    try {
      await redeem(ctx, code);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const mayWorkLater = error.kind === 'busy';
      if (!mayWorkLater) await users.forgetStart(ctx.person.telegramId, 'INV');
      const { t } = ctx.voice;
      const next = mayWorkLater ? t.invites.kept : ctx.person.admittedAt === null && t.invites.sendAnother;
      const sentence = plain(ctx.voice.refusal(error.code, error.details));
      await showProblem(ctx, next === false ? sentence : html`${sentence}\n\n${next}`);
    }
  }

  async function show(ctx: BotContext): Promise<void> {
    if (!(await tryKept(ctx))) await showProblem(ctx);
  }

  /** The entrance as this person finds it, with what was wrong with the code they came with. */
  async function showProblem(ctx: BotContext, problem?: Html): Promise<void> {
    if (ctx.person.admittedAt !== null) return await showHome(ctx, problem);
    if (accessMode === 'closed') return await ctx.show(closedScreen(ctx.voice, problem));
    if (accessMode === 'invite') {
      await ctx.scene.enter(enterCodeScene, {}, true);
      return await ctx.show(askCodeScreen(ctx.voice, { outside: true, problem }));
    }
    await users.welcome(ctx.cause);
    await showHome(ctx, problem ?? ctx.voice.t.home.welcome);
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

/** The code in what the person wrote, after /start too; other commands carry none. */
function codeIn(ctx: BotContext): string | undefined {
  const text = ctx.message !== undefined && 'text' in ctx.message ? ctx.message.text : '';
  return text.startsWith('/') && !text.startsWith('/start') ? undefined : readInviteCode(text);
}

function idOf(text: string | undefined): number {
  return readWhole(text, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0;
}
