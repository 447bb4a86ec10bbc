import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import { type BotContext, type BotDialogue, defineDialogue } from '../users/context.ts';
import { askTimeScreen } from './screens.ts';
import { zoneOfTime } from './zones.rules.ts';

const about = z.object({});

/** Asks what time it is where somebody is: what the zone is called, few know. */
export function createTimeDialogue(parts: {
  clock: Clock;
  choose(ctx: BotContext, zone: string): Promise<void>;
  showPreferences(ctx: BotContext): Promise<void>;
}): BotDialogue<z.infer<typeof about>> {
  return defineDialogue({
    id: 'zone.time',
    about,
    answers: z.object({ zone: z.string() }),
    questions: {
      zone: {
        read: (text) => zoneOfTime(text, parts.clock.now()),
        wrong: ({ voice }) => voice.t.preferences.badTime,
        screen: ({ voice }, { problem }) => askTimeScreen(voice, problem),
      },
    },
    done: (ctx, { answers: { zone } }) => parts.choose(ctx, zone),
    origin: parts.showPreferences,
  });
}
