import { Scenes } from 'telegraf';
import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type Html, plain } from '../../telegram/screens/html.ts';
import { onAnswer } from '../../telegram/screens/answers.ts';
import { onTap, readWhole } from '../../telegram/screens/taps.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { BotContext } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { readInviteCode } from './code.ts';
import { enterCodeScene, type InviteHandlers, newInviteScene } from './handlers.ts';
import { askCodeScreen, type InviteStep, inviteStepScreen } from './screens.ts';
import type { InviteGrant, InviteService, NewInvite } from './service.ts';

/** Asks for a code until one works or the person cancels. */
export function createEnterCodeScene(handlers: InviteHandlers): Scenes.BaseScene<BotContext> {
  const scene = new Scenes.BaseScene<BotContext>(enterCodeScene);
  const ask = (ctx: BotContext, problem?: Html) =>
    ctx.show(askCodeScreen(ctx.voice, { outside: ctx.person.admittedAt === null, problem }));
  scene.enter((ctx) => ask(ctx));
  const askAgain = (ctx: BotContext) => ask(ctx, ctx.voice.t.invites.askAgain);
  onAnswer(scene, {
    text: async (ctx, text) => {
      const code = readInviteCode(text);
      await (code === undefined ? askAgain(ctx) : redeemOrAskAgain(ctx, code));
    },
    other: askAgain,
  });
  return scene;

  /** The question stays under the answer to a wrong code, so that the next one can be sent at once. */
  async function redeemOrAskAgain(ctx: BotContext, code: string): Promise<void> {
    try {
      await handlers.redeem(ctx, code);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await ask(ctx, plain(ctx.voice.refusal(error.code, error.details)));
    }
  }
}

const dayMs = 24 * 60 * 60 * 1000;

/** What the dialogue has gathered so far; it is JSON in a row, so it is checked before it is used. */
const draftSchema = z.object({
  schemaVersion: z.literal(1),
  step: z.enum(['uses', 'expiry', 'grant', 'traffic']),
  maxUses: z.number().int().min(1).max(1000).optional(),
  expiresInDays: z.number().int().min(1).max(365).nullable().optional(),
  /** Null: for ever. */
  grantDays: z.number().int().min(1).max(3650).nullable().optional(),
});
type Draft = z.infer<typeof draftSchema>;

const stepBefore = { uses: 'uses', expiry: 'uses', grant: 'expiry', traffic: 'grant' } as const;

const ranges = {
  uses: { min: 1, max: 1000 },
  expiry: { min: 1, max: 365 },
  grant: { min: 1, max: 3650 },
  traffic: { min: 1, max: 10_000 },
};

/** A few questions, then a code. Every answer may be tapped or typed. */
export function createNewInviteScene(parts: {
  invites: InviteService;
  users: UserService;
  handlers: InviteHandlers;
  clock: Clock;
}): Scenes.BaseScene<BotContext> {
  const { invites, users, handlers, clock } = parts;
  const scene = new Scenes.BaseScene<BotContext>(newInviteScene);
  scene.enter((ctx) => ask(ctx, read(ctx)));
  onTap(scene, 'inv.step', (ctx, [step, value]) =>
    step === read(ctx).step ? answer(ctx, value ?? '') : ask(ctx, read(ctx)),
  );
  onTap(scene, 'inv.back', goBack);
  onAnswer(scene, { text: answer, other: repeat });
  return scene;

  /** A draft that this version cannot read starts again from the first question. */
  function read(ctx: BotContext): Draft {
    return draftSchema.safeParse(ctx.scene.state).data ?? { schemaVersion: 1, step: 'uses' };
  }

  async function ask(ctx: BotContext, draft: Draft): Promise<void> {
    ctx.scene.state = draft;
    await ctx.show(inviteStepScreen(ctx.voice, draft.step, false));
  }

  /** To the question before; what was answered to it is asked anew. */
  async function goBack(ctx: BotContext): Promise<void> {
    const draft = read(ctx);
    await ask(ctx, { ...draft, step: stepBefore[draft.step] });
  }

  async function repeat(ctx: BotContext): Promise<void> {
    await ctx.show(inviteStepScreen(ctx.voice, read(ctx).step, true));
  }

  async function answer(ctx: BotContext, text: string): Promise<void> {
    await users.demand(ctx.person.telegramId, 'create invites');
    const draft = read(ctx);
    const value = readAnswer(draft.step, text);
    if (value === undefined) return await repeat(ctx);
    if (draft.step === 'uses') return await ask(ctx, { ...draft, step: 'expiry', maxUses: Number(value) });
    if (draft.step === 'expiry')
      return await ask(ctx, {
        ...draft,
        step: 'grant',
        expiresInDays: value === 'never' ? null : Number(value),
      });
    if (draft.step === 'traffic') return await create(ctx, draft, grantOf(draft, value));
    if (value === 'admission') return await create(ctx, draft, { kind: 'admission' });
    await ask(ctx, { ...draft, step: 'traffic', grantDays: value === 'permanent' ? null : Number(value) });
  }

  async function create(ctx: BotContext, draft: Draft, grant: InviteGrant): Promise<void> {
    const { maxUses = 1, expiresInDays = null } = draft;
    const expiresAt = expiresInDays === null ? null : new Date(clock.now().getTime() + expiresInDays * dayMs);
    const wanted: NewInvite = { maxUses, expiresAt, grant };
    const invite = await invites.create(ctx.cause, wanted);
    await ctx.scene.leave();
    await handlers.showCard(ctx, invite.id, true);
  }
}

type Answer = number | 'never' | 'admission' | 'permanent' | 'unlimited';

function readAnswer(step: InviteStep, text: string): Answer | undefined {
  if (step === 'expiry' && text === 'never') return 'never';
  if (step === 'grant' && (text === 'admission' || text === 'permanent')) return text;
  if (step === 'traffic' && text === 'unlimited') return 'unlimited';
  return readWhole(text, ranges[step]);
}

function grantOf({ grantDays = null }: Draft, traffic: Answer): InviteGrant {
  const trafficBytes = typeof traffic === 'number' ? traffic * 1024 ** 3 : null;
  return grantDays === null
    ? { kind: 'permanent', trafficBytes }
    : { kind: 'days', days: grantDays, trafficBytes };
}
