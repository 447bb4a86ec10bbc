import { Composer } from 'telegraf';
import type { Currency } from '../../../platform/money.ts';
import type { RateLimiter } from '../../../platform/rate-limit.ts';
import { Refusal } from '../../../platform/refusal.ts';
import { type Html, html, plain } from '../../../telegram/screens/html.ts';
import type { Screen } from '../../../telegram/screens/screen.ts';
import { hear } from '../../../telegram/screens/taps.ts';
import { wordsOf } from '../../../telegram/words.ts';
import type { PlanService } from '../../plans/service.ts';
import type { PromoService } from '../promo-codes/service.ts';
import type { BotContext, KeptLinks } from '../../users/context.ts';
import type { UserService } from '../../users/service.ts';
import { giftQuestion, promoGiftScreen } from './promo.screens.ts';
import { promoInLink } from '../promo-codes/code.rules.ts';
import { plansScreen } from './screens.ts';
import { countTry } from './tries.service.ts';
import * as taps from './taps.ts';

/** Follows `/start promo_CODE`: a discount opens the plans with it, anything else is given after one question. */
export function createPromoLinks(parts: {
  promos: PromoService;
  plans: Pick<PlanService, 'onSale'>;
  users: Pick<UserService, 'glance' | 'keepStart' | 'forgetStart'>;
  isAsking: (ctx: BotContext) => boolean;
  limiter: RateLimiter;
  currency: Currency;
}): KeptLinks & { composer: Composer<BotContext> } {
  const { promos, plans, users, limiter, currency, isAsking } = parts;
  const composer = new Composer<BotContext>();
  hear(composer, taps.takeGift, take);
  return { composer, follow, isAsking, keep, hear: hearCode };

  async function follow(ctx: BotContext) {
    const userId = ctx.person.telegramId;
    const code = await keptCode(userId);
    if (code === undefined) return undefined;
    try {
      await countTry(limiter, userId);
      const screen = await screenFor(ctx, code);
      await users.forgetStart(userId, 'promo');
      return { screen };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { problem: await explain(ctx, error) };
    }
  }

  /** A link counts wherever it stands; a code alone is all that was said. */
  async function hearCode(ctx: BotContext): Promise<boolean> {
    const text = mayHold(ctx);
    if (text === undefined || ctx.person.admittedAt === null) return false;
    const userId = ctx.person.telegramId;
    try {
      await countTry(limiter, userId);
      await ctx.show(await screenFor(ctx, text));
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Most of what people say is no code.
      if (promoInLink(text) === undefined && (error.code === 'promo.unknown' || error.kind === 'busy'))
        return false;
      await ctx.goHome(plain(ctx.voice.refusal(error.code, error.details)));
      return true;
    }
  }

  /** A link is kept unread; a code alone only if there is one: most of what people say is none. */
  async function keep(ctx: BotContext): Promise<Html | undefined> {
    const text = mayHold(ctx);
    if (text === undefined) return undefined;
    const userId = ctx.person.telegramId;
    const code = promoInLink(text) ?? (await codeFor(userId, text));
    if (code === undefined) return undefined;
    await users.keepStart(userId, `promo_${code}`);
    return ctx.voice.t.promos.keptOutside;
  }

  async function codeFor(userId: number, text: string): Promise<string | undefined> {
    try {
      await countTry(limiter, userId);
      return (await promos.find(userId, text)).code;
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  async function keptCode(userId: number): Promise<string | undefined> {
    const profile = await users.glance(userId);
    return profile?.pendingStart
      ?.split(' ')
      .map(codeInLink)
      .find((code) => code !== undefined);
  }

  async function screenFor(ctx: BotContext, code: string): Promise<Screen> {
    const promo = await promos.find(ctx.person.telegramId, code);
    if (!promos.isDiscount(promo)) return giftQuestion(ctx.voice, promo, ctx.update.update_id);
    const view = { plans: await plans.onSale(), currency, promoId: promo.id, hasCode: true };
    return plansScreen(ctx.voice, view);
  }

  async function explain(ctx: BotContext, { kind, code, details }: Refusal): Promise<Html> {
    const sentence = plain(ctx.voice.refusal(code, details));
    if (kind === 'busy') return html`${sentence}\n\n${ctx.voice.t.promos.kept}`;
    await users.forgetStart(ctx.person.telegramId, 'promo');
    return sentence;
  }

  /** One question gives once, however often and however fast it is answered. */
  async function take(ctx: BotContext, [id, asked]: [number, number]): Promise<void> {
    const actorId = ctx.person.telegramId;
    const cause = { key: `promo link of ${actorId} in ${asked}`, actorId };
    const given = await promos.redeem(cause, id);
    await ctx.show(promoGiftScreen(ctx.voice, given));
  }
}

/** What may be a code, with some room for spaces. */
const longestCode = 40;

/** What was said, where a code may be meant by it. */
function mayHold(ctx: BotContext): string | undefined {
  const text = wordsOf(ctx);
  if (text === undefined) return undefined;
  return promoInLink(text) === undefined && text.length > longestCode ? undefined : text;
}

/** The code of `promo_CODE`, as it was written; undefined when the link carried something else. */
function codeInLink(payload: string): string | undefined {
  return /^promo_(.+)$/i.exec(payload)?.[1];
}
