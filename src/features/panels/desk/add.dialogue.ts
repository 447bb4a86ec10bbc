import { z } from 'zod';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import { type PanelStep, readAnswer } from './answers.rules.ts';
import { notAddedScreen, panelStepScreen } from './edit.screens.ts';
import { panelScreen } from './screens.ts';
import type { PanelService } from './service.ts';

const answers = z.object({
  url: z.string(),
  adminPath: z.string(),
  clientPath: z.string(),
  apiKey: z.string(),
  timeZone: z.string(),
});

/** Asks for address, paths, key and time zone, tries them, and adds the panel only when it answers as one. */
export function createAddPanelDialogue(
  desk: PanelService,
  showAll: (ctx: BotContext) => Promise<void>,
): BotDialogue<object> {
  const ask = (step: PanelStep) => ({
    // A pasted admin link is an address that holds the key.
    isSecret: () => step !== 'timeZone',
    read: (text: string) => readAnswer(step, text),
    wrong: ({ voice }: BotContext) => voice.t.panels.wrongAnswer[step],
    screen: ({ voice }: BotContext, { problem }: { problem: Parameters<typeof panelStepScreen>[2] }) =>
      panelStepScreen(voice, step, problem),
  });
  return defineDialogue({
    id: 'panels.add',
    about: z.object({}),
    answers,
    seal: { close: desk.sealDraft, open: desk.openDraft },
    questions: {
      url: ask('url'),
      adminPath: ask('adminPath'),
      clientPath: ask('clientPath'),
      apiKey: ask('apiKey'),
      timeZone: ask('timeZone'),
    },
    async done(ctx, { answers: found, cause }) {
      const { telegramId } = ctx.person;
      const wanted = { name: new URL(found.url).host, ...found };
      const added = await desk.add(cause, wanted);
      if (!added.ok) return await ctx.show(notAddedScreen(ctx.voice, added.wrong));
      ctx.toast(ctx.voice.t.panels.added(added.panel.name, added.version));
      await ctx.show(panelScreen(ctx.voice, await desk.view(telegramId, added.panel.id)));
    },
    blames: () => 'url',
    origin: showAll,
    formerly({ step, sealed }) {
      const opened = typeof sealed === 'string' ? desk.openDraft(sealed) : {};
      return opened && { ...opened, step };
    },
  });
}
