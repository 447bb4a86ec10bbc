import type { Context } from 'telegraf';
import type { DialogueSpec, Progress, NameOf } from './spec.ts';

/** The position of a dialogue: which questions it asks, as far as is known, and which of them now. */
export interface Position<Answers> {
  asked: readonly NameOf<Answers>[];
  /** None when everything is answered. */
  current: NameOf<Answers> | undefined;
  /** The answers to questions that are asked; others may be left over from another choice. */
  answers: Partial<Answers>;
}

export interface Path<C, About, Answers> {
  names: readonly NameOf<Answers>[];
  find(ctx: C, given: Progress<About, Answers>): Promise<Position<Answers>>;
}

/** The first question that is asked and not answered is the next: nothing else says where a dialogue is. */
export function createPath<C extends Context, About, Answers extends object>({
  questions,
}: Pick<DialogueSpec<C, About, Answers>, 'questions'>): Path<C, About, Answers> {
  const names = Object.keys(questions).filter((name): name is NameOf<Answers> => name in questions);
  return { names, find };

  async function find(ctx: C, given: Progress<About, Answers>): Promise<Position<Answers>> {
    const asked: NameOf<Answers>[] = [];
    for (const name of names) if (await isAsked(ctx, given, name)) asked.push(name);
    const answers = { ...given.answers };
    for (const name of names) if (!asked.includes(name)) delete answers[name];
    return { asked, current: asked.find((name) => !isAnswered(given, name)), answers };
  }

  async function isAsked(ctx: C, given: Progress<About, Answers>, name: NameOf<Answers>): Promise<boolean> {
    const { when } = questions[name];
    return when === undefined || (await when(given, ctx));
  }

  function isAnswered({ answers }: Progress<About, Answers>, name: NameOf<Answers>): boolean {
    const answer = answers[name];
    return answer !== undefined && questions[name].isOpen?.(answer) !== true;
  }
}
