import type { Composer, Context } from 'telegraf';
import type { Cause } from '../../platform/once.ts';
import type { Html } from '../screens/html.ts';
import type { Screen } from '../screens/screen.ts';
import type { Heard } from '../screens/taps.ts';
import type { DraftForm } from './draft.ts';

type Awaitable<Value> = Value | Promise<Value>;
export type NameOf<Answers> = Extract<keyof Answers, string>;
export type Answer<Answers, Name extends keyof Answers> = Answers[Name] & ({} | null);

/** The progress of a dialogue: what it is about, and what has been answered. */
export interface Progress<About, Answers> {
  about: About;
  answers: Partial<Answers>;
}

/** The facts that a question is drawn from. */
export interface Asked<About, Answers> extends Progress<About, Answers> {
  /** Which question of how many this is, of those that are asked as far as it is known. */
  place: { number: number; count: number };
  /** What was wrong with the last answer. */
  problem: Html | undefined;
}

export type Question<C, About, Answers, Name extends keyof Answers> = {
  /** What was typed, as the answer; undefined when it is none. A refusal is said, and the question asked again. */
  read(text: string, given: Progress<About, Answers>, ctx: C): Awaitable<Answer<Answers, Name> | undefined>;
  screen(ctx: C, asked: Asked<About, Answers>): Awaitable<Screen>;
  /** Whether what is typed here is a secret, which stays neither in the chat nor in the inbox, right or wrong. */
  isSecret?(given: Progress<About, Answers>): boolean;
  /** What is wrong with what is no answer; left out where the question says it all. */
  wrong?(ctx: C, given: Progress<About, Answers>): Awaitable<Html | string>;
  /** Whether this answer is still being put together, by buttons, and the question stays. */
  isOpen?(answer: Answer<Answers, Name>): boolean;
  /** What is left of the answer when the person goes back to it; left out, nothing is. */
  reopen?(answer: Answer<Answers, Name>): Answer<Answers, Name>;
} & (undefined extends Answers[Name]
  ? {
      /** Whether it is asked: exactly the answers that may be missing have to say so. */
      when(given: Progress<About, Answers>, ctx: C): Awaitable<boolean>;
    }
  : { when?: never });

/** An answer given by a button: as it would be typed, or as it is. Without `to` it is to the question that is asked. */
export type Picked<Answers> =
  | { to?: NameOf<Answers>; typed: string }
  | { [Name in NameOf<Answers>]: { to: Name; answer: Answer<Answers, Name> } }[NameOf<Answers>];

/** Has buttons of one kind answer a question; undefined is no answer. */
export type OnTap<C extends Context, About, Answers> = <Values extends readonly unknown[]>(
  tap: Heard<Values>,
  take: (values: Values, given: Progress<About, Answers>, ctx: C) => Awaitable<Picked<Answers> | undefined>,
) => Picking<C, About, Answers>;

export type Take<About, Answers> = (
  given: Progress<About, Answers>,
) => Awaitable<Picked<Answers> | undefined>;

/** Listens to one kind of button, and hands on how it answers. */
export type Picking<C extends Context, About, Answers> = (
  composer: Composer<C>,
  go: (ctx: C, take: Take<About, Answers>) => Promise<void>,
) => void;

/** The last word before it is done. */
export interface Confirmation<C, About, Answers> {
  tap: Heard<readonly unknown[]>;
  /** What the button of this very dialogue carries; one of another is no confirmation. */
  carries?(about: About): readonly unknown[];
  screen(ctx: C, asked: { about: About; answers: Answers; problem: Html | undefined }): Awaitable<Screen>;
  /** The question that whatever is typed here answers anew; left out, typing is a wrong answer. */
  typed?: NameOf<Answers>;
  wrong?(ctx: C): Html | string;
}

export interface DialogueSpec<C extends Context, About, Answers extends object>
  extends DraftForm<About, Answers> {
  /** Its name in the rows of sessions. */
  id: string;
  /** Its name in what it does, where that is another one. */
  effect?: string;
  /** In their order: the first one that is asked and not answered is the next. */
  questions: { [Name in NameOf<Answers>]-?: Question<C, About, Answers, Name> };
  /** Refuses whoever may not hold it; asked at the beginning and before every step. */
  may?(ctx: C, about: About): Promise<unknown>;
  picks?(on: OnTap<C, About, Answers>): readonly Picking<C, About, Answers>[];
  /** Leads to the question before. */
  back?: Heard<readonly unknown[]>;
  /** Asked when everything is answered; left out, the last answer is the last word. */
  sure?: Confirmation<C, About, Answers>;
  /**
   * Does it and shows what has come of it. `cause` is of this dialogue: however often it is confirmed, it is done once.
   * A refusal is said, and a question asked again; `again` leaves the dialogue open for another last answer.
   */
  done(ctx: C, whole: { about: About; answers: Answers; cause: Cause }): Promise<void | 'again'>;
  /** The question whose answer a refusal of `done` is about, where it is not the last one. */
  blames?(code: string): NameOf<Answers> | undefined;
  /** A refusal in the words of this dialogue; undefined for the words that everybody reads. */
  says?(ctx: C, code: string, answers: Partial<Answers>): Html | undefined;
  /** Shows where the dialogue began: there it leads when its draft cannot be read. */
  origin(ctx: C): Promise<unknown>;
}
