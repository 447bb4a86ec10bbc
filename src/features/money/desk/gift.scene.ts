import { Composer, Scenes } from 'telegraf';
import type { Currency } from '../../../platform/money.ts';
import { onAnswer } from '../../../telegram/screens/answers.ts';
import { onTap, readWhole } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import type { UserService } from '../../users/service.ts';
import type { MoneyDesk } from './desk.service.ts';
import { beginGift, type GiftDraft, giftSchema, moveStep, readGift } from './gift.draft.ts';
import { giftGivenScreen, giftStepScreen } from './gift.screens.ts';

const giftScene = 'money.gift';

/** Gifts by hand: access or money for one person, with a reason, after one confirmation. */
export function createGiftDesk(parts: {
  money: Pick<MoneyDesk, 'grant' | 'topUp' | 'standing'>;
  users: Pick<UserService, 'card'>;
  currency: Currency;
}): { composer: Composer<BotContext>; scene: Scenes.BaseScene<BotContext> } {
  const { money, users, currency } = parts;
  const composer = new Composer<BotContext>();
  onTap(composer, 'gft.access', (ctx, [id]) => begin(ctx, 'access', id));
  onTap(composer, 'gft.money', (ctx, [id]) => begin(ctx, 'money', id));

  const scene = new Scenes.BaseScene<BotContext>(giftScene);
  scene.enter((ctx) => withDraft(ctx, (draft) => ask(ctx, draft)));
  onTap(scene, 'gft.step', (ctx, [step, value]) =>
    withDraft(ctx, (draft) => (step === draft.step ? take(ctx, draft, value ?? '') : ask(ctx, draft))),
  );
  onTap(scene, 'gft.back', (ctx) => withDraft(ctx, (draft) => ask(ctx, moveStep(draft, -1))));
  onTap(scene, 'gft.give', (ctx) => withDraft(ctx, (draft) => give(ctx, draft)));
  onAnswer(scene, {
    text: (ctx, text) => withDraft(ctx, (draft) => take(ctx, draft, text)),
    other: (ctx) => withDraft(ctx, (draft) => ask(ctx, draft, true)),
  });
  return { composer, scene };

  async function begin(ctx: BotContext, what: GiftDraft['what'], id: string | undefined): Promise<void> {
    const userId = readWhole(id, { min: 1, max: Number.MAX_SAFE_INTEGER }) ?? 0;
    // Refuses everybody who may not give, before they have answered anything.
    await money.standing(ctx.person.telegramId, userId);
    await ctx.scene.enter(giftScene, beginGift(what, userId, ctx.cause.key));
  }

  /** A draft that this version cannot read is given up: nobody knows any more whom it was for. */
  async function withDraft(ctx: BotContext, go: (draft: GiftDraft) => Promise<void>): Promise<void> {
    const draft = giftSchema.safeParse(ctx.scene.state).data;
    if (draft !== undefined) return await go(draft);
    await ctx.scene.leave();
    ctx.toast(ctx.voice.t.general.menuChanged);
  }

  async function ask(ctx: BotContext, draft: GiftDraft, isRepeat = false): Promise<void> {
    ctx.scene.state = draft;
    const person = await users.card(ctx.person.telegramId, draft.userId);
    await ctx.show(giftStepScreen(ctx.voice, { draft, person, currency }, isRepeat));
  }

  async function take(ctx: BotContext, draft: GiftDraft, text: string): Promise<void> {
    const next = readGift(draft, text, currency);
    await (next === undefined ? ask(ctx, draft, true) : ask(ctx, moveStep(next, 1)));
  }

  async function give(ctx: BotContext, draft: GiftDraft): Promise<void> {
    if (draft.step !== 'sure') return await ask(ctx, draft);
    const cause = { key: `gift dialogue ${draft.id}`, actorId: ctx.cause.actorId };
    const { userId, days = null, trafficBytes = null, minor = 0, reason = '' } = draft;
    if (draft.what === 'access') await money.grant(cause, { userId, days, trafficBytes, reason });
    else await money.topUp(cause, { userId, money: { minor, currency }, reason });
    const person = await users.card(ctx.person.telegramId, userId);
    await ctx.scene.leave();
    await ctx.show(giftGivenScreen(ctx.voice, { draft, person, currency }));
  }
}
