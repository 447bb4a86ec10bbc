import { Composer } from 'telegraf';
import { z } from 'zod';
import type { BotContext } from '../users/context.ts';
import type { PaymentService } from './service.ts';
import { refundedStarsTruth, starsTruth } from './stars.ts';

const paymentSchema = z.looseObject({
  currency: z.string(),
  total_amount: z.int(),
  invoice_payload: z.string(),
  telegram_payment_charge_id: z.string(),
});
const paidSchema = z.looseObject({ successful_payment: paymentSchema });
const refundedSchema = z.looseObject({ refunded_payment: paymentSchema });

const stars = { name: 'stars', isLive: true } as const;

/** Hears of Stars that were paid or given back: before anything that could turn an update away. */
export function createStarsHandlers(payments: Pick<PaymentService, 'hear'>): Composer<BotContext> {
  const composer = new Composer<BotContext>();
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
    };
    // Who is told of a refund need not be the one who writes in the chat.
    await payments.hear(stars, refunded === undefined ? starsTruth(truth) : refundedStarsTruth(truth));
  });
  return composer;
}
