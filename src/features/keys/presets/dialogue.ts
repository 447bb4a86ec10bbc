import { z } from 'zod';
import { clip } from '../../../telegram/screens/clip.ts';
import { plain } from '../../../telegram/screens/html.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../../users/context.ts';
import { presetFields } from './rules.ts';
import { askPresetScreen, askServerScreen } from './screens.ts';
import type { PresetService } from './service.ts';

const about = z.object({ asked: z.union([z.enum(presetFields), z.literal('server')]) });
type About = z.infer<typeof about>;

/** Asks for one value of what keys are made of, or for a further server. */
export function createPresetDialogue(parts: {
  presets: Pick<PresetService, 'view' | 'setField' | 'addServer'>;
  show: (ctx: BotContext) => Promise<void>;
  showChanged: (ctx: BotContext, asked: About['asked']) => Promise<void>;
}): BotDialogue<About> {
  const { presets, show, showChanged } = parts;
  return defineDialogue({
    id: 'keys.preset',
    about,
    answers: z.object({ value: z.string() }),
    questions: {
      value: {
        read: (text) => text,
        // The link of a further server holds its key.
        isSecret: ({ about: { asked } }) => asked === 'server',
        wrong: ({ voice }) => voice.t.presets.wrongKind,
        async screen({ voice, person }, { about: { asked }, problem }) {
          const desk = await presets.view(person.telegramId);
          if (asked === 'server') return askServerScreen(voice, problem);
          return askPresetScreen(voice, { field: asked, desk, problem });
        },
      },
    },
    async done(ctx, { about: { asked }, answers: { value }, cause }) {
      if (asked === 'server') await presets.addServer(cause, value);
      else await presets.setField(cause, asked, value);
      await showChanged(ctx, asked);
    },
    says({ voice: { t } }, code, { value = '' }) {
      if (code === 'preset.bad-link') return plain(t.presets.wrongLink);
      return code === 'preset.bad-value' ? t.presets.wrong(clip(value, 64)) : undefined;
    },
    origin: show,
  });
}
