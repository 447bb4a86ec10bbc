import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import { panelFields, readChange } from './answers.rules.ts';
import { panelSettingsScreen } from './care.screens.ts';
import { panelFieldScreen } from './edit.screens.ts';
import type { PanelService } from './service.ts';
import * as taps from './taps.ts';

const about = z.object({ panelId: z.number().int(), field: z.enum(panelFields) });

/** Asks for one new value and stores it: name, capacity, weight or group. */
export function createEditPanelDialogue(
  desk: Pick<PanelService, 'view' | 'edit'>,
  showAll: (ctx: BotContext) => Promise<void>,
): BotDialogue<z.infer<typeof about>> {
  return defineDialogue({
    id: 'panels.edit',
    about,
    answers: z.object({ value: z.string() }),
    questions: {
      value: {
        read: (text, { about: { field } }) => (readChange(field, text) === undefined ? undefined : text),
        wrong: ({ voice }, { about: { field } }) => voice.t.panels.wrongField[field],
        async screen({ voice, person }, { about: { panelId, field }, problem }) {
          const { panel } = await desk.view(person.telegramId, panelId);
          const now = panel[field] === null ? voice.t.panels.noLimit : String(panel[field]);
          return panelFieldScreen(voice, { field, now, problem });
        },
      },
    },
    picks: (on) => [on(taps.pickValue, ([typed]) => ({ typed }))],
    async done(ctx, { about: { panelId, field }, answers: { value }, cause }) {
      await desk.edit(cause, panelId, readChange(field, value) ?? {});
      ctx.toast(ctx.voice.t.panels.saved);
      await ctx.show(panelSettingsScreen(ctx.voice, await desk.view(ctx.person.telegramId, panelId)));
    },
    origin: showAll,
  });
}
