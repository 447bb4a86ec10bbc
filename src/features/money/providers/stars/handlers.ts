import { Composer } from 'telegraf';
import { z } from 'zod';
import type { BotContext } from '../../../users/context.ts';
import type { ProviderTruth, RenewalTruth } from '../truth.ts';
import { stars as definition } from './definition.ts';
import { refundedStarsTruth, renewedStarsTruth, starsTruth } from './truths.ts';

const paymentSchema = z.looseObject({
  currency: z.string(),
  total_amount: z.int(),
  invoice_payload: z.string(),
  telegram_payment_charge_id: z.string(),
  subscription_expiration_date: z.int().optional(),
});
const renewalSchema = z.looseObject({
  subscription: z.looseObject({ invoice_payload: z.string(), state: z.string() }),
});
const paidSchema = z.looseObject({ successful_payment: paymentSchema });
const refundedSchema = z.looseObject({ refunded_payment: paymentSchema });

const stars = { name: definition.name, isLive: true };

/** Hears of Stars that were paid or given back, and of what renews itself: before anything could turn an update away. */
export function createStarsHandlers(parts: {
  payments: { hear(source: typeof stars, truth: ProviderTruth): Promise<unknown> };
  renewals: { hear(provider: string, truth: RenewalTruth): Promise<void> };
}): Composer<BotContext> {
  const { payments, renewals } = parts;
  const composer = new Composer<BotContext>();
  composer.use(async (ctx, next) => {
    const told = renewalSchema.safeParse(ctx.update).data?.subscription;
    if (told === undefined) return await next();
    const { invoice_payload: payload, state } = told;
    await renewals.hear(stars.name, renewedStarsTruth(payload, state));
  });
  composer.use(async (ctx, next) => {
    const paid = paidSchema.safeParse(ctx.message).data?.successful_payment;
    const refunded = refundedSchema.safeParse(ctx.message).data?.refunded_payment;
    const told = paid ?? refunded;
    if (told === undefined || ctx.from === undefined) return await next();
    const truth = {
      chargeId: told.telegram_payment_charge_id,
      payload: told.invoice_payload,
      currency: told.currency,
      minor: told.total_amount,
      payerId: ctx.from.id,
      periodEndsAt: dateOf(told.subscription_expiration_date),
    };
    // Who is told of a refund need not be the one who writes in the chat.
    await payments.hear(stars, refunded === undefined ? starsTruth(truth) : refundedStarsTruth(truth));
  });
  return composer;
}

function dateOf(seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1_000);
}
