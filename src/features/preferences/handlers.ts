import { Composer } from 'telegraf';
import type { Clock } from '../../platform/clock.ts';
import type { CommandHandlers } from '../../telegram/commands.ts';
import { hear } from '../../telegram/screens/taps.ts';
import { type Language, type Voice, voiceTo } from '../../texts/voice.ts';
import type { ReminderService } from '../reminders/service.ts';
import type { BotContext, BotPart } from '../users/context.ts';
import type { UserService } from '../users/service.ts';
import { preferencesScreen, zoneQuestion } from './screens.ts';
import * as taps from './taps.ts';
import { createTimeDialogue } from './time.dialogue.ts';

/** What people decide for themselves. */
export function createPreferenceHandlers(parts: {
  users: Pick<UserService, 'chooseTimeZone'>;
  reminders: Pick<ReminderService, 'choices'>;
  voices: Readonly<Record<Language, Voice>>;
  clock: Clock;
}): BotPart & { commands: CommandHandlers<BotContext, 'settings'> } {
  const { users, reminders, voices, clock } = parts;
  const composer = new Composer<BotContext>();
  const typing = createTimeDialogue({ clock, choose, showPreferences: show });
  hear(composer, taps.show, show);
  hear(composer, taps.askZone, (ctx) => ctx.show(zoneQuestion(ctx.voice, (zone) => timeIn(ctx, zone))));
  hear(composer, taps.chooseZone, (ctx, [zone]) => choose(ctx, zone));
  hear(composer, taps.typeTime, (ctx) => typing.begin(ctx, {}));
  return { composer, commands: { settings: show }, dialogues: [typing] };

  async function show(ctx: BotContext): Promise<void> {
    const { telegramId, timeZone } = ctx.person;
    const view = { isZoneChosen: timeZone !== null, now: clock.now() };
    await ctx.show(preferencesScreen(ctx.voice, { ...view, reminders: await reminders.choices(telegramId) }));
  }

  async function choose(ctx: BotContext, zone: string): Promise<void> {
    ctx.person = await users.chooseTimeZone(ctx.person.telegramId, zone);
    ctx.voice = voiceTo(voices, ctx.person);
    await show(ctx);
  }

  function timeIn({ person }: BotContext, timeZone: string): string {
    return voiceTo(voices, { ...person, timeZone }).format.time(clock.now());
  }
}
