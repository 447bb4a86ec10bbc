import { z } from 'zod';
import type { Currency } from '../../../../platform/money.ts';
import { readReason } from '../../../../platform/reason.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../../users/context.ts';
import type { UserService } from '../../../users/service.ts';
import type { MoneyDesk } from '../service.ts';
import { type GiftStep, readAmount, readDays, readTraffic } from './steps.rules.ts';
import { giftGivenScreen, giftStepScreen, giftSureScreen } from './screens.ts';
import * as taps from '../taps.ts';

const about = z.object({ what: z.enum(['access', 'money']), userId: z.number().int() });
type About = z.infer<typeof about>;
const answers = z.object({
  days: z.number().int().nullable().optional(),
  traffic: z.number().int().nullable().optional(),
  amount: z.number().int().optional(),
  reason: z.string(),
});

/** Gifts by hand: access or money for one person, with a reason, after one confirmation. */
export function createGiftDialogue(parts: {
  money: Pick<MoneyDesk, 'grant' | 'topUp' | 'standing'>;
  users: Pick<UserService, 'card'>;
  currency: Currency;
  showDesk: (ctx: BotContext) => Promise<void>;
}): BotDialogue<About> {
  const { money, users, currency, showDesk } = parts;
  const load = (ctx: BotContext, { userId }: About) => users.card(ctx.person.telegramId, userId);
  const ask = (step: Exclude<GiftStep, 'sure'>) => ({
    wrong: ({ voice: { t } }: BotContext) =>
      step === 'amount' ? t.gifts.wrong.amount(currency) : t.gifts.wrong[step],
    screen: async (
      ctx: BotContext,
      asked: Parameters<typeof giftStepScreen>[1]['asked'] & { about: About },
    ) => giftStepScreen(ctx.voice, { step, asked, person: await load(ctx, asked.about), currency }),
  });
  return defineDialogue({
    id: 'money.gift',
    effect: 'gift',
    about,
    answers,
    may: (ctx, { userId }) => money.standing(ctx.person.telegramId, userId),
    questions: {
      days: { ...ask('days'), when: ({ about: { what } }) => what === 'access', read: readDays },
      traffic: { ...ask('traffic'), when: ({ about: { what } }) => what === 'access', read: readTraffic },
      amount: {
        ...ask('amount'),
        when: ({ about: { what } }) => what === 'money',
        read: (text) => readAmount(text, currency),
      },
      reason: { ...ask('reason'), read: readReason },
    },
    picks: (on) => [on(taps.answerGift, ([to, typed]) => (to === 'sure' ? undefined : { to, typed }))],
    back: taps.backInGift,
    sure: {
      tap: taps.give,
      wrong: ({ voice }) => voice.t.gifts.wrong.sure,
      async screen(ctx, { about: of, answers: given, problem }) {
        const person = await load(ctx, of);
        return giftSureScreen(ctx.voice, { gift: { ...of, ...given }, person, currency, problem });
      },
    },
    async done(ctx, { about: of, answers: given, cause }) {
      const { what, userId } = of;
      const { days = null, traffic: trafficBytes = null, amount: minor = 0, reason } = given;
      if (what === 'access') await money.grant(cause, { userId, days, trafficBytes, reason });
      else await money.topUp(cause, { userId, money: { minor, currency }, reason });
      const person = await load(ctx, of);
      await ctx.show(giftGivenScreen(ctx.voice, { gift: { ...of, ...given }, person, currency }));
    },
    origin: showDesk,
    formerly: ({ trafficBytes, minor, ...rest }) => ({ ...rest, traffic: trafficBytes, amount: minor }),
  });
}
