import { z } from 'zod';
import type { Transaction } from './db.ts';
import { defineJob } from './queue/job.ts';

/** A notice is a row of the transaction that made it true. Which kinds there are may be known better by a newer version. */
export const noticeJob = defineJob({
  name: 'notice',
  schema: z.object({
    userId: z.number().int(),
    kind: z.string(),
    /** What it is about, as texts by name. */
    details: z.unknown().optional(),
    topicId: z.number().int().optional(),
  }),
  retry: { limit: 500, delaySeconds: 2, maxDelaySeconds: 300 },
  concurrency: 10,
  key: ({ userId }) => `user ${userId}`,
  deadLetter: true,
});

const made: unique symbol = Symbol('made');

/** Something that one person is to be told, whichever way; only a kind of notice makes one. */
export interface Notice {
  readonly [made]: true;
  readonly userId: number;
  readonly kind: string;
  readonly details?: Readonly<Record<string, string>>;
  /** The topic of the chat with them in which that was asked what it belongs to; absent: unknown, or none. */
  readonly topicId?: number | undefined;
}

/** Says what must arrive, when and only when the transaction commits. */
export interface Telling {
  tell(tx: Transaction, notice: Notice): Promise<void>;
  /** The same to everybody who is admin now. */
  tellAdmins(tx: Transaction, notice: (userId: number) => Notice): Promise<void>;
}

/** A kind of notice for whoever shows it: undefined for details that this version cannot read. */
export interface KnownNotice<Voice, Person, Shown> {
  readonly kind: string;
  readonly show: (details: unknown, voice: Voice, person: Person) => Shown | undefined;
  /** Of the notices of one slot only the newest stays where people see it. */
  readonly slot?: string;
}

/** A kind of notice: called with whom it is for and what it is about. */
export interface NoticeKind<Details, Voice, Person, Shown> extends KnownNotice<Voice, Person, Shown> {
  (userId: number, details: Details): Notice;
}

type Texts = Readonly<Record<string, string | undefined>>;

/** Something that must arrive: its name in the database, its details there and here, and how it is shown. */
export function defineNotice<Details extends object, Voice, Person, Shown>(
  kind: string,
  schema: z.ZodType<Details, Texts>,
  screen: (voice: Voice, details: Details, person: Person) => Shown,
): NoticeKind<Details, Voice, Person, Shown> {
  const make = (userId: number, details: Details): Notice => {
    const texts = withoutGaps(z.encode(schema, details));
    return { [made]: true, userId, kind, ...(Object.keys(texts).length > 0 && { details: texts }) };
  };
  const show = (stored: unknown, voice: Voice, person: Person) => {
    const { data } = schema.safeParse(stored ?? {});
    return data === undefined ? undefined : screen(voice, data, person);
  };
  return Object.assign(make, { kind, show });
}

/** The same kind of notice, of which only the newest stays where people see it. */
export function inSlot<Kind extends object>(slot: string, kind: Kind): Kind & { readonly slot: string } {
  return Object.assign(kind, { slot });
}

function withoutGaps(texts: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
}

/** Of a notice that says all by its kind. */
export const noDetails = z.object({});

/** A whole number, kept as a text. */
export const wholeText = z.codec(z.string().regex(/^-?\d+$/), z.number().int(), {
  decode: Number,
  encode: String,
});

/** A moment, kept as a text in ISO 8601. */
export const momentText = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** Several words, kept as one text with spaces between them. */
export const wordsText = z.codec(z.string(), z.array(z.string()), {
  decode: (text) => text.split(' '),
  encode: (words) => words.join(' '),
});
