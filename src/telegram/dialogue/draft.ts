import { z } from 'zod';

/** The draft that a dialogue has gathered so far. */
export interface Draft<About, Answers> {
  /** The event that began this dialogue; none for one that a former version began. */
  run: string | undefined;
  about: About;
  answers: Partial<Answers>;
  /** What was answered to questions that the person went back to; never where answers are secret. */
  before?: Partial<Answers> | undefined;
  /** The question that was shown last; none where that was the last word, or nothing yet. */
  asked: string | undefined;
  /** The id of the last word's question, where that was shown last. */
  sure?: string | undefined;
}

/** Keeps answers from whoever reads the row. */
export interface DraftSeal {
  close(answers: object): string;
  /** Undefined for what cannot be opened any more. */
  open(sealed: string): object | undefined;
}

export interface DraftForm<About, Answers extends object> {
  /** Plain JSON, without transformations: it is checked, not changed, when a row is read. */
  about: z.ZodType<About>;
  answers: z.ZodType<Answers> & { partial(): z.ZodType };
  seal?: DraftSeal | undefined;
  /**
   * What dialogues of the first form remembered, flat, by the names of today, or undefined when it cannot be read; left out
   * where the names are the same.
   * Answers to the question in `step` and to later ones are asked anew.
   */
  formerly?:
    | ((state: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | undefined)
    | undefined;
}

export interface Drafts<About, Answers> {
  /** The draft in a row; undefined for one that this version cannot read. */
  read(state: unknown): Draft<About, Answers> | undefined;
  write(draft: Draft<About, Answers>): object;
  isWhole(answers: Partial<Answers>): answers is Answers & Partial<Answers>;
}

const storedSchema = z.object({
  schemaVersion: z.literal(2),
  run: z.string().optional(),
  about: z.unknown(),
  answers: z.record(z.string(), z.unknown()).optional(),
  before: z.record(z.string(), z.unknown()).optional(),
  sealed: z.string().optional(),
  asked: z.string().optional(),
  sure: z.string().optional(),
});

const formerSchema = z.looseObject({ schemaVersion: z.literal(1).optional(), id: z.string().optional() });

/** How drafts are kept: JSON in a row that any version may have written, so it is checked before it is used. */
export function createDrafts<About, Answers extends object>(
  form: DraftForm<About, Answers>,
  questions: readonly string[],
): Drafts<About, Answers> {
  const partial = form.answers.partial();
  const isPart = (answers: unknown): answers is Partial<Answers> => partial.safeParse(answers).success;
  return { read: (state) => readStored(state) ?? readFormer(state), write, isWhole };

  function readStored(state: unknown): Draft<About, Answers> | undefined {
    const stored = storedSchema.safeParse(state).data;
    if (stored === undefined) return undefined;
    const { sealed, run, asked, sure } = stored;
    const before = isPart(stored.before) ? stored.before : undefined;
    const answers = sealed === undefined ? stored.answers : form.seal?.open(sealed);
    return checked({ about: stored.about, answers }, { run, asked, sure, before });
  }

  function readFormer(state: unknown): Draft<About, Answers> | undefined {
    const former = formerSchema.safeParse(state).data;
    if (former === undefined) return undefined;
    const flat = form.formerly === undefined ? former : form.formerly(former);
    if (flat === undefined) return undefined;
    const at = questions.findIndex((name) => name === flat['step']);
    const answered = questions
      .slice(0, at < 0 ? questions.length : at)
      .filter((name) => flat[name] !== undefined);
    const answers = Object.fromEntries(answered.map((name) => [name, flat[name]]));
    return checked({ about: flat, answers }, { run: former.id, asked: undefined });
  }

  function checked(
    { about, answers }: { about: unknown; answers: unknown },
    rest: Pick<Draft<About, Answers>, 'run' | 'asked' | 'sure' | 'before'>,
  ): Draft<About, Answers> | undefined {
    const subject = form.about.safeParse(about);
    return subject.success && isPart(answers) ? { ...rest, about: subject.data, answers } : undefined;
  }

  function write({ run, about, answers, before, asked, sure }: Draft<About, Answers>): object {
    const kept = form.seal === undefined ? { answers, before } : { sealed: form.seal.close(answers) };
    return { schemaVersion: 2, run, about, ...kept, asked, sure };
  }

  function isWhole(answers: Partial<Answers>): answers is Answers & Partial<Answers> {
    return form.answers.safeParse(answers).success;
  }
}
