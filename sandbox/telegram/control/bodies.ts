import { z } from 'zod';

const text = z.string().min(1);
const integer = z.int();

/** What the chat page sends, by route. Unknown fields are refused. */
export const bodies = {
  person: z.strictObject({
    id: z.int().min(1).optional(),
    firstName: text.optional(),
    lastName: z.string().optional(),
    username: z.string().optional(),
    languageCode: z.string().optional(),
    isPremium: z.boolean().optional(),
    role: z.enum(['admin', 'manager', 'customer', 'new']).optional(),
  }),
  say: z.strictObject({ text, replyToMessageId: integer.optional() }),
  start: z.strictObject({ payload: z.string().optional() }),
  tap: z.strictObject({ messageId: integer, row: integer, column: integer }),
  press: z.strictObject({ label: text }),
  file: z.strictObject({
    kind: z.enum(['photo', 'document']),
    name: text,
    mime: z.string(),
    base64: text,
    caption: z.string().optional(),
  }),
  contact: z.strictObject({ phone: z.string().optional() }),
  location: z.strictObject({ latitude: z.number(), longitude: z.number() }),
  delete: z.strictObject({ messageId: integer }),
  pay: z.strictObject({
    invoice: z.union([integer, text, z.strictObject({ personId: integer, messageId: integer })]),
  }),
  subscription: z.strictObject({ chargeId: text, change: z.enum(['cancel', 'resume', 'fail-next']) }),
  faults: z.strictObject({
    telegram401: z.boolean().optional(),
    telegram429: z
      .strictObject({ active: z.boolean(), retryAfterSeconds: z.int().min(0).max(86_400) })
      .optional(),
    telegram5xx: z.boolean().optional(),
    telegramSlowMs: z.int().min(0).optional(),
    telegramCut: z.boolean().optional(),
    duplicateUpdates: z.int().min(0).max(100).optional(),
    reorderUpdates: z.boolean().optional(),
  }),
  clock: z.strictObject({ offsetSeconds: z.number() }),
  inject: z.strictObject({ update: z.unknown() }),
};
