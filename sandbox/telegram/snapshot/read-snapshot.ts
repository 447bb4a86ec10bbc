import { z } from 'zod';
import { snapshotVersion, type WorldSnapshot } from './world-snapshot.ts';

const integer = z.int();
const texts = z.string();
const json = z.looseObject({});

const message = z.looseObject({
  message_id: integer,
  date: integer,
  chat: z.looseObject({ id: integer }),
});

const invoice = z.strictObject({
  title: texts,
  description: texts,
  payload: texts,
  currency: z.literal('XTR'),
  amount: integer,
  startParameter: texts,
  subscriptionPeriodSeconds: integer.optional(),
});

const person = z.strictObject({
  id: integer,
  firstName: texts,
  lastName: texts.optional(),
  username: texts.optional(),
  languageCode: texts.optional(),
  isPremium: z.boolean().optional(),
  role: z.enum(['admin', 'manager', 'customer', 'new']).optional(),
});

const chat = z.strictObject({
  person,
  started: z.boolean(),
  blocked: z.boolean(),
  messages: z.array(
    z.strictObject({
      message,
      outgoing: z.boolean(),
      edited: z.boolean(),
      hidden: z.boolean(),
      hasReplyMarkup: z.boolean(),
      invoice: invoice.optional(),
      paid: z.boolean().optional(),
    }),
  ),
  nextMessageId: integer,
  replyKeyboard: z.looseObject({ keyboard: z.array(z.array(json)) }).optional(),
  pinned: z.array(integer),
  menuButton: json.optional(),
});

const file = z.strictObject({
  // Also the name of the file that holds the content.
  fileId: z.string().regex(/^[\w-]{1,100}$/),
  fileUniqueId: texts,
  kind: z.enum(['photo', 'document']),
  name: texts,
  mime: texts,
  path: texts,
  width: integer.optional(),
  height: integer.optional(),
});

const command = z.looseObject({ command: texts, description: texts });

const profile = z.strictObject({
  texts: z.array(z.tuple([texts, texts])),
  commands: z.array(z.tuple([texts, z.array(command)])),
  menuButton: z.looseObject({ type: texts }),
});

const tap = z.strictObject({
  id: texts,
  personId: integer,
  messageId: integer,
  expiresAtMs: z.number(),
  delivered: z.boolean(),
});

const updates = z.strictObject({
  nextUpdateId: integer,
  webhook: z.strictObject({
    url: z.union([z.literal(''), z.url()]),
    maxConnections: integer,
    secretToken: texts.optional(),
  }),
  allowed: z.array(texts).nullable(),
  waiting: z.array(z.strictObject({ updateId: integer, update: json, expiresAtMs: z.number().optional() })),
});

const payments = z.strictObject({
  links: z.array(z.tuple([texts, invoice])),
  ledger: z.strictObject({
    charges: z.array(z.strictObject({ chargeId: texts, personId: integer, invoice, refunded: z.boolean() })),
    transactions: z.array(z.looseObject({ id: texts, amount: integer, date: integer })),
    balance: integer,
    nextCharge: integer,
  }),
  subscriptions: z.array(
    z.strictObject({
      chargeIds: z.array(texts),
      expiresAt: integer,
      canceledByPerson: z.boolean(),
      canceledByBot: z.boolean(),
      failsNext: z.boolean(),
      ended: z.boolean(),
    }),
  ),
});

const snapshot = z.strictObject({
  version: z.literal(snapshotVersion),
  botId: integer,
  clockOffsetMs: z.number(),
  chats: z.array(chat),
  files: z.array(file),
  profile,
  taps: z.array(tap),
  updates,
  payments,
});

/** Reads what `world.snapshot()` gave; throws a short reason when it is of another version or not whole. */
export function readWorldSnapshot(value: unknown): WorldSnapshot {
  const version = (value as { version?: unknown } | null)?.version;
  if (version !== snapshotVersion)
    throw new Error(`it is of version ${String(version)}, not ${snapshotVersion}`);
  const { success, data, error } = snapshot.safeParse(value);
  if (success) return data as unknown as WorldSnapshot;
  const [issue] = error.issues;
  throw new Error(`${issue?.path.join('.') ?? 'it'}: ${issue?.message ?? 'not as it should be'}`);
}
