import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import { planFields, readChange } from './rules.ts';
import { askPlanScreen, isTrialPlan, whyWrong } from './screens.ts';
import type { PlanService } from './service.ts';

const about = z.object({ planId: z.number().int(), field: z.enum(planFields) });

/** Asks for the new value of one field of a plan. */
export function createEditPlanDialogue(parts: {
  plans: Pick<PlanService, 'view' | 'change'>;
  show: (ctx: BotContext, planId: number) => Promise<void>;
  showAll: (ctx: BotContext) => Promise<void>;
}): BotDialogue<z.infer<typeof about>> {
  const { plans, show, showAll } = parts;
  return defineDialogue({
    id: 'plans.edit',
    about,
    answers: z.object({ value: z.string() }),
    questions: {
      value: {
        async read(text, { about: { planId, field } }, { person }) {
          const change = readChange(field, text);
          if (change === undefined) return undefined;
          const isEndless = change.value === null && isTrialPlan(await plans.view(person.telegramId, planId));
          return isEndless ? undefined : text;
        },
        async wrong({ voice, person }, { about: { planId, field } }) {
          return whyWrong(voice, await plans.view(person.telegramId, planId), field);
        },
        async screen({ voice, person }, { about: { planId, field }, problem }) {
          const plan = await plans.view(person.telegramId, planId);
          return askPlanScreen(voice, { plan, field }, problem);
        },
      },
    },
    async done(ctx, { about: { planId, field }, answers: { value }, cause }) {
      const change = readChange(field, value);
      if (change !== undefined) await plans.change(cause, planId, change);
      await show(ctx, planId);
    },
    origin: showAll,
  });
}
