import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import { html, type Html, plain } from '../../telegram/screens/html.ts';
import type { CommandHandlers } from '../../telegram/commands.ts';
import { isAskedBy, leaveDialogue } from '../../telegram/dialogue/stage.ts';
import { hear } from '../../telegram/screens/taps.ts';
import { wordsOf } from '../../telegram/words.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { BotContext, BotPart, Door } from '../users/context.ts';
import type { AccessMode, UserService } from '../users/service.ts';
import { readInviteCode } from './code.rules.ts';
import { closedScreen, inviteCardScreen, inviteListScreen, pageSize, revokeQuestion } from './screens.ts';
import { createNewInviteDialogue } from './create.dialogue.ts';
import { createEnterCodeDialogue } from './enter.dialogue.ts';
import type { InviteService } from './service.ts';
import * as taps from './taps.ts';

export interface InviteHandlers extends BotPart {
  door: Door;
  commands: CommandHandlers<BotContext, 'invite'>;
}

export function createInviteHandlers(parts: {
  invites: InviteService;
  users: UserService;
  clock: Clock;
  botUsername: string;
  accessMode: AccessMode;
}): InviteHandlers {
  const { invites, users, clock, botUsername, accessMode } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.enterCode, askCode);
  hear(composer, taps.listOwn, (ctx, [offset]) => showList(ctx, { all: false, offset }));
  hear(composer, taps.listAll, (ctx, [offset]) => showList(ctx, { all: true, offset }));
  hear(composer, taps.show, (ctx, [id]) => showCard(ctx, id));
  hear(composer, taps.create, (ctx) => creating.begin(ctx, {}));
  hear(composer, taps.askRevoke, askRevoke);
  hear(composer, taps.revoke, revoke);
  const entering = createEnterCodeDialogue({ redeem });
  const creating = createNewInviteDialogue({
    invites,
    users,
    clock,
    showCard,
    showList: (ctx) => showList(ctx, { all: false, offset: 0 }),
  });
  const isAsking = (ctx: BotContext) => isAskedBy(entering, ctx);
  const door = { letIn, isShut, isAsking, followLink, hear: hearCode, tryKept, show };
  return { composer, commands: { invite: askCode }, door, dialogues: [entering, creating] };

  /** Uses a code and welcomes the person; the service refuses with the reason why it does not work. */
  async function redeem(ctx: BotContext, code: string): Promise<void> {
    const { granted } = await invites.redeem(ctx.cause, code);
    await users.forgetStart(ctx.person.telegramId, 'INV');
    await leaveDialogue(ctx);
    await ctx.goHome(granted ? ctx.voice.t.home.welcomeGranted : ctx.voice.t.home.welcome);
  }

  async function askCode(ctx: BotContext): Promise<void> {
    if (ctx.person.admittedAt === null) return await show(ctx);
    await entering.begin(ctx, {});
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
    if (code === undefined && !/(?<![\p{L}\p{N}])INV_/iu.test(payload)) return false;
    if (code === undefined) await showProblem(ctx, ctx.voice.t.invites.askAgain);
    else await follow(ctx, code);
    return true;
  }

  async function hearCode(ctx: BotContext): Promise<boolean> {
    const words = wordsOf(ctx);
    return words !== undefined && (await followLink(ctx, words));
  }

  /** Kept first: a code that comes during a pause or to a shut door is used when that is over. */
  async function follow(ctx: BotContext, code: string): Promise<void> {
    await users.keepStart(ctx.person.telegramId, code);
    await (isShut(ctx) ? showProblem(ctx, ctx.voice.t.invites.keptOutside) : tryCode(ctx, code));
  }

  async function tryKept(ctx: BotContext): Promise<boolean> {
    const kept = ctx.person.pendingStart?.split(' ').find((payload) => payload.startsWith('INV_'));
    const code = readInviteCode(kept ?? '');
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

  async function show(ctx: BotContext, word?: Html): Promise<void> {
    if (await tryKept(ctx)) return;
    const asks = word !== undefined && accessMode === 'invite';
    await showProblem(ctx, asks ? html`${word}\n\n${ctx.voice.t.invites.askOutside}` : word);
  }

  /** The entrance as this person finds it, with what was wrong with the code they came with. */
  async function showProblem(ctx: BotContext, problem?: Html): Promise<void> {
    if (ctx.person.admittedAt !== null) return await ctx.goHome(problem);
    if (accessMode === 'closed') return await ctx.show(closedScreen(ctx.voice, problem));
    if (accessMode === 'invite') return await entering.begin(ctx, {}, problem);
    await users.welcome(ctx.cause);
    await ctx.goHome(problem ?? ctx.voice.t.home.welcome);
  }

  async function showList(ctx: BotContext, { all, offset }: { all: boolean; offset: number }): Promise<void> {
    const page = await invites.list(ctx.person.telegramId, { all, offset, limit: pageSize });
    const admin = ctx.person.role === 'admin';
    await ctx.show(inviteListScreen(ctx.voice, page, { all, offset, now: clock.now(), admin }));
  }

  async function showCard(ctx: BotContext, inviteId: number, created = false): Promise<void> {
    const card = await invites.show(ctx.person.telegramId, inviteId);
    await ctx.show(inviteCardScreen(ctx.voice, card, { botUsername, now: clock.now(), created }));
  }

  async function askRevoke(ctx: BotContext, [id]: [number]): Promise<void> {
    const { invite } = await invites.show(ctx.person.telegramId, id);
    await ctx.show(revokeQuestion(ctx.voice, invite));
  }

  async function revoke(ctx: BotContext, [id]: [number]): Promise<void> {
    const invite = await invites.revoke(ctx.cause, id);
    ctx.toast(ctx.voice.t.invites.revoked);
    await showCard(ctx, invite.id);
  }
}

/** The code in what the person wrote, after /start too; other commands carry none. */
function codeIn(ctx: BotContext): string | undefined {
  const text = ctx.message !== undefined && 'text' in ctx.message ? ctx.message.text : '';
  return readInviteCode(text.startsWith('/start') ? text : (wordsOf(ctx) ?? ''));
}
