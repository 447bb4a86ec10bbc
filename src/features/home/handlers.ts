import { Composer } from 'telegraf';
import { type Html, join, plain } from '../../telegram/screens/html.ts';
import { type CommandHandlers, type EverywhereCommand, everywhereCommands } from '../../telegram/commands.ts';
import { askOnceMore, isInDialogue, leaveDialogue } from '../../telegram/dialogue/stage.ts';
import { hear } from '../../telegram/screens/taps.ts';
import { hidesWords } from '../../telegram/words.ts';
import * as navigation from '../../texts/navigation.ts';
import { type Language, type Voice, voiceTo } from '../../texts/voice.ts';
import type { SubscriptionService } from '../subscriptions/service.ts';
import type { TrialService } from '../trial/service.ts';
import type { BotContext, Door, KeptLinks } from '../users/context.ts';
import type { User, UserService } from '../users/service.ts';
import { helpScreen, homeScreen, languageScreen } from './screens.ts';
import * as taps from './taps.ts';

export interface HomeHandlers {
  /** Commands that work everywhere, in the middle of a dialogue too. */
  everywhere: Composer<BotContext>;
  commands: CommandHandlers<BotContext, EverywhereCommand>;
  /** Shows home to those who are in, and the way in to those who are not. */
  showHome(ctx: BotContext, opening?: Html): Promise<void>;
  /** Home, for what nobody else understood; to somebody outside, a code may be all they write. */
  lastResort(ctx: BotContext): Promise<void>;
}

export function createHomeHandlers(parts: {
  serviceName: string;
  voices: Readonly<Record<Language, Voice>>;
  users: UserService;
  trial: TrialService;
  subscriptions: SubscriptionService;
  door: Door;
  links: KeptLinks;
  /** Shows the purchase that a link names; false for other links. */
  followOrder(ctx: BotContext, payload: string): Promise<boolean>;
}): HomeHandlers {
  const { serviceName, voices, users, trial, subscriptions, door, links } = parts;
  /** Whom this update let in. */
  const newcomers = new WeakSet<BotContext>();
  const everywhere = new Composer<BotContext>();
  const showLanguages = (ctx: BotContext) => ctx.show(languageScreen(ctx.voice));
  const commands: CommandHandlers<BotContext, EverywhereCommand> = {
    start,
    menu: goHome,
    help,
    language: showLanguages,
    cancel,
  };
  everywhere.use(passDoor);
  for (const name of everywhereCommands) everywhere.command(name, commands[name]);
  hear(everywhere, navigation.goHome, goHome);
  hear(everywhere, taps.openHelp, help);
  hear(everywhere, taps.openLanguages, showLanguages);
  hear(everywhere, taps.setLanguage, chooseLanguage);
  hear(everywhere, navigation.cancel, cancel);
  everywhere.use(hearOtherCode);
  everywhere.use(keepPromo);
  everywhere.use(turnAway);
  return { everywhere, commands, showHome, lastResort };

  async function passDoor(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    if (await door.letIn(ctx)) newcomers.add(ctx);
    if (door.isShut(ctx)) await leaveDialogue(ctx);
    await next();
  }

  /** Where a code of one kind is asked for, one of the other is taken as well, and one that no typed answer shows. */
  async function hearOtherCode(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    if (!(await isOtherCode(ctx))) return await next();
    // Whoever is outside stays where the next code is asked for.
    if (ctx.person.admittedAt !== null) await leaveDialogue(ctx);
  }

  async function isOtherCode(ctx: BotContext): Promise<boolean> {
    const hides = hidesWords(ctx);
    if (links.isAsking(ctx)) return (await door.hear(ctx)) || (hides && (await links.hear(ctx)));
    return door.isAsking(ctx) && ((hides && (await door.hear(ctx))) || (await links.hear(ctx)));
  }

  /** A promo code is of use to those who are in: until then it is kept, whatever else the message says. */
  async function keepPromo(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    const word = ctx.person.admittedAt === null ? await links.keep(ctx) : undefined;
    if (word === undefined) return await next();
    if (!(await door.hear(ctx))) await door.show(ctx, word);
  }

  /** Where nobody new is let in, nothing but this is of use to them: a code least of all. */
  async function turnAway(ctx: BotContext, next: () => Promise<void>): Promise<void> {
    if (!door.isShut(ctx)) return await next();
    if (!(await door.hear(ctx))) await door.show(ctx);
  }

  async function start(ctx: BotContext & { payload: string }): Promise<void> {
    await leaveDialogue(ctx);
    if (isPayload(ctx.payload)) {
      if (await parts.followOrder(ctx, ctx.payload)) return;
      if (await door.followLink(ctx, ctx.payload)) return;
      await users.keepStart(ctx.person.telegramId, ctx.payload);
    }
    if (!(await door.tryKept(ctx))) await goIn(ctx, { follows: true });
  }

  async function showHome(ctx: BotContext, opening?: Html): Promise<void> {
    await goIn(ctx, { opening, follows: false });
  }

  async function goIn(
    ctx: BotContext,
    { opening, follows }: { opening?: Html | undefined; follows: boolean },
  ) {
    // Only coming in can have changed the person since this update introduced them.
    const person = ctx.person.admittedAt === null ? await users.get(ctx.person.telegramId) : ctx.person;
    if (person.admittedAt === null) return await door.show(ctx);
    const isNew = newcomers.has(ctx);
    const said = opening ?? (isNew ? ctx.voice.t.home.welcome : undefined);
    const cameIn = isNew || ctx.person.admittedAt === null;
    await (follows || cameIn ? followKept(ctx, person, said) : drawHome(ctx, person, said));
  }

  /** What a link carried that had to wait until the person was in leads on from here. */
  async function followKept(ctx: BotContext, person: User, opening?: Html): Promise<void> {
    const led = await links.follow(ctx);
    if (led === undefined) return await drawHome(ctx, person, opening);
    if ('problem' in led) return await drawHome(ctx, person, join([opening, led.problem], '\n\n'));
    await ctx.show({ ...led.screen, text: join([opening, led.screen.text], '\n\n') });
  }

  async function drawHome(ctx: BotContext, person: User, opening?: Html): Promise<void> {
    const [subscription, offer] = await Promise.all([
      subscriptions.glance(person.telegramId),
      trial.offerFor(person.telegramId),
    ]);
    await ctx.show(
      homeScreen(ctx.voice, {
        service: serviceName,
        name: person.firstName,
        admitted: true,
        staff: person.role !== 'user',
        subscription,
        access: subscriptions.stateOf(subscription),
        trial: offer,
        opening,
      }),
    );
  }

  async function goHome(ctx: BotContext): Promise<void> {
    await leaveDialogue(ctx);
    await showHome(ctx);
  }

  async function lastResort(ctx: BotContext): Promise<void> {
    if ((await door.hear(ctx)) || (await links.hear(ctx))) return;
    // A first word is a greeting, not a command that was not understood.
    const isOdd = ctx.callbackQuery === undefined && !newcomers.has(ctx);
    await showHome(ctx, isOdd ? ctx.voice.t.general.notUnderstood : undefined);
  }

  async function help(ctx: BotContext): Promise<void> {
    if (door.isShut(ctx)) return await door.show(ctx);
    await ctx.show(helpScreen(ctx.voice, serviceName));
  }

  async function cancel(ctx: BotContext): Promise<void> {
    const wasBusy = isInDialogue(ctx);
    await leaveDialogue(ctx);
    const word = wasBusy ? ctx.voice.t.general.cancelled : ctx.voice.t.general.nothingToCancel;
    ctx.toast(word);
    await showHome(ctx, ctx.callbackQuery === undefined ? plain(word) : undefined);
  }

  async function chooseLanguage(ctx: BotContext, [language]: [Language]): Promise<void> {
    ctx.person = await users.chooseLanguage(ctx.person.telegramId, language);
    ctx.voice = voiceTo(voices, ctx.person);
    ctx.toast(ctx.voice.t.home.languageSet);
    await (isInDialogue(ctx) ? askOnceMore(ctx) : showHome(ctx));
  }
}

/** Whether a deep link can carry this; anything else after /start was typed. */
function isPayload(text: string): boolean {
  return /^[\w-]{1,64}$/.test(text);
}
