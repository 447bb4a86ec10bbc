import { Composer } from 'telegraf';
import type { Cause } from '../../platform/once.ts';
import type { Talking } from '../../telegram/dialogue/context.ts';
import { type Carried, type Dialogue, defineDialogue as define } from '../../telegram/dialogue/dialogue.ts';
import type { DialogueSpec } from '../../telegram/dialogue/spec.ts';
import type { Action } from '../../telegram/screens/buttons.ts';
import type { Html } from '../../telegram/screens/html.ts';
import type { Screen } from '../../telegram/screens/screen.ts';
import type { Voice } from '../../texts/voice.ts';
import type { User } from './tables.ts';

/** The way in: every update passes it before anything else answers. */
export interface Door {
  /** Lets in whoever writes where the door is open; answers whether this was the moment. */
  letIn(ctx: BotContext): Promise<boolean>;
  /** Nobody new is let in, and this person is new. */
  isShut(ctx: BotContext): boolean;
  /** Follows `/start INV_…`; false for other links. */
  followLink(ctx: BotContext, payload: string): Promise<boolean>;
  /** Asks for a code at this moment. */
  isAsking(ctx: BotContext): boolean;
  /** Uses the code in a message, whoever pastes it, and says what it gave or why not; false when there is none. */
  hear(ctx: BotContext): Promise<boolean>;
  /** Tries the code that a link carried and that had to wait; false when there is none. */
  tryKept(ctx: BotContext): Promise<boolean>;
  /** What somebody sees who is not in: the question for a code, an open door or a closed one; in place of a greeting, what was wrong or kept. */
  show(ctx: BotContext, word?: Html): Promise<void>;
}

/** The links that are kept, and used as soon as the person is in. */
export interface KeptLinks {
  /**
   * Where it leads: to a screen, or to a problem that is said at home. Undefined when nothing is kept. What has to wait
   * stays kept.
   */
  follow(ctx: BotContext): Promise<{ screen: Screen } | { problem: Html } | undefined>;
  /** Asks for a promo code at this moment. */
  isAsking(ctx: BotContext): boolean;
  /** Keeps a code or link that somebody pastes who is not in yet; answers what is said of it, undefined for neither. */
  keep(ctx: BotContext): Promise<Html | undefined>;
  /** Follows what was pasted into the chat as it is; false for what is no link and no code. */
  hear(ctx: BotContext): Promise<boolean>;
}

/** The context that a handler works with: who speaks, in which language, what they pressed, and how to answer. */
export interface BotContext extends Talking<BotContext> {
  person: User;
  voice: Voice;
  /** The reason of what is done: the update, or the question that a button answers. A repeat of it changes nothing. */
  cause: Cause;
  /** The button that was pressed, when it was genuine; `stale` when another version or somebody else's. */
  tap: Action | 'stale' | undefined;
  /** Shows the person's one screen: edits the tapped one in place or sends a new one. */
  show(screen: Screen): Promise<void>;
  /** Sends a message that stays: a picture, a file, a link. */
  post(screen: Screen): Promise<void>;
  /** What the answer to the tap says in passing. */
  toast(text: string): void;
  /** Takes the message, which holds a secret, out of the chat, and what is stored of it once it is handled. */
  forget(): Promise<void>;
  /** Shows home, or the way in to those who are outside, with a line in place of the greeting. */
  goHome(opening?: Html): Promise<void>;
}

/** The part of the bot that a house hears by: buttons, and the dialogues that they lead into. */
export interface BotPart {
  composer: Composer<BotContext>;
  dialogues?: readonly Carried<BotContext>[];
}

/** Several parts as one, which hear in this order. */
export function together(...parts: readonly BotPart[]): BotPart {
  return {
    composer: new Composer(...parts.map(({ composer }) => composer)),
    dialogues: parts.flatMap(({ dialogues = [] }) => dialogues),
  };
}

export type BotDialogue<About> = Dialogue<BotContext, About>;

/** A dialogue as a value, held with a person of this bot. */
export const defineDialogue = <About, Answers extends object>(
  spec: DialogueSpec<BotContext, About, Answers>,
): BotDialogue<About> => define(spec);
