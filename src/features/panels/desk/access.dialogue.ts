import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import type { Asked } from '../../../telegram/dialogue/spec.ts';
import { type AccessStep, accessSteps, readAnswer } from './answers.rules.ts';
import { panelSettingsScreen } from './care.screens.ts';
import { accessStepScreen, notChangedScreen } from './edit.screens.ts';
import type { PanelService } from './service.ts';
import * as taps from './taps.ts';

const about = z.object({ panelId: z.number().int() });
type About = z.infer<typeof about>;
/** Null: it stays as it is. */
const kept = z.string().nullable();
const answers = z.object({ adminPath: kept, clientPath: kept, apiKey: kept });

const keep = {
  adminPath: { to: 'adminPath', answer: null },
  clientPath: { to: 'clientPath', answer: null },
  apiKey: { to: 'apiKey', answer: null },
} as const;

/** Asks for paths and key, each of which may stay as it is, and puts them in place only when the panel answers to them. */
export function createPanelAccessDialogue(
  desk: PanelService,
  showAll: (ctx: BotContext) => Promise<void>,
): BotDialogue<About> {
  const ask = (step: AccessStep) => ({
    isSecret: () => true,
    read: (text: string) => readAnswer(step, text),
    wrong: ({ voice }: BotContext) => voice.t.panels.wrongAnswer[step],
    async screen({ voice, person }: BotContext, asked: Asked<About, unknown>) {
      const { panel } = await desk.view(person.telegramId, asked.about.panelId);
      return accessStepScreen(voice, { name: panel.name, step, problem: asked.problem });
    },
  });
  return defineDialogue({
    id: 'panels.access',
    about,
    answers,
    seal: { close: desk.sealDraft, open: desk.openAccessDraft },
    questions: { adminPath: ask('adminPath'), clientPath: ask('clientPath'), apiKey: ask('apiKey') },
    picks: (on) => [on(taps.keepAccess, ([step]) => keep[step])],
    async done(ctx, { about: { panelId }, answers: found, cause }) {
      const { adminPath, clientPath, apiKey } = found;
      const tryout = await desk.changeAccess(cause, panelId, {
        ...(adminPath !== null && { adminPath }),
        ...(clientPath !== null && { clientPath }),
        ...(apiKey !== null && { apiKey }),
      });
      if (!tryout.ok) return await ctx.show(notChangedScreen(ctx.voice, panelId, tryout.wrong));
      ctx.toast(ctx.voice.t.panels.accessChanged);
      await ctx.show(panelSettingsScreen(ctx.voice, await desk.view(ctx.person.telegramId, panelId)));
    },
    origin: showAll,
    formerly({ panelId, step = accessSteps[0], sealed }) {
      const opened = typeof sealed === 'string' ? desk.openDraft(sealed) : {};
      if (opened === undefined) return undefined;
      const { adminPath = null, clientPath = null, apiKey = null } = opened;
      return { panelId, step, adminPath, clientPath, apiKey };
    },
  });
}
