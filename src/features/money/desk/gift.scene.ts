import { Composer, Scenes } from 'telegraf';
import type { Currency } from '../../../platform/money.ts';
import { onAnswer } from '../../../telegram/dialogue/answers.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import type { BotContext } from '../../users/context.ts';
import type { UserService } from '../../users/service.ts';
import type { MoneyDesk } from './desk.service.ts';
import { beginGift, type GiftDraft, giftSchema, moveStep, readGift } from './gift-draft.rules.ts';
import { giftGivenScreen, giftStepScreen } from './gift.screens.ts';
import * as taps from './taps.ts';

const giftScene = 'money.gift';

/** Gifts by hand: access or money for one person, with a reason, after one confirmation. */
export function createGiftDesk(parts: {
  money: Pick<MoneyDesk, 'grant' | 'topUp' | 'standing'>;
  users: Pick<UserService, 'card'>;
  currency: Currency;
}): { composer: Composer<BotContext>; scene: Scenes.BaseScene<BotContext> } {
  const { money, users, currency } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.giveAccess, (ctx, [id]) => begin(ctx, 'access', id));
  hear(composer, taps.giveMoney, (ctx, [id]) => begin(ctx, 'money', id));

  const scene = new Scenes.BaseScene<BotContext>(giftScene);
  scene.enter((ctx) => withDraft(ctx, (draft) => ask(ctx, draft)));
  hear(scene, taps.answerGift, (ctx, [step, value]) =>
    withDraft(ctx, (draft) => (step === draft.step ? take(ctx, draft, value) : ask(ctx, draft))),
  );
  hear(scene, taps.backInGift, (ctx) => withDraft(ctx, (draft) => ask(ctx, moveStep(draft, -1))));
  hear(scene, taps.give, (ctx) => withDraft(ctx, (draft) => give(ctx, draft)));
  onAnswer(scene, {
    text: (ctx, text) => withDraft(ctx, (draft) => take(ctx, draft, text)),
    other: (ctx) => withDraft(ctx, (draft) => ask(ctx, draft, true)),
  });
  return { composer, scene };

  async function begin(ctx: BotContext, what: GiftDraft['what'], userId: number): Promise<void> {
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
