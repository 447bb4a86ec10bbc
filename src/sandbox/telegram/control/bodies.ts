const text = { type: 'string', minLength: 1 };
const anyText = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };
const yesNo = { type: 'boolean' };

const object = (properties: Record<string, object>, required: string[] = []): object => ({
  type: ['object', 'null'],
  properties,
  required,
  additionalProperties: false,
});

/** JSON Schemas of what the chat page sends. */
export const bodies = {
  person: object({
    id: { type: 'integer', minimum: 1 },
    firstName: text,
    lastName: anyText,
    username: anyText,
    languageCode: anyText,
    isPremium: yesNo,
    role: { enum: ['admin', 'manager', 'customer', 'new'] },
  }),
  say: object({ text, replyToMessageId: integer }, ['text']),
  start: object({ payload: anyText }),
  tap: object({ messageId: integer, row: integer, column: integer }, ['messageId', 'row', 'column']),
  press: object({ label: text }, ['label']),
  file: object(
    { kind: { enum: ['photo', 'document'] }, name: text, mime: anyText, base64: text, caption: anyText },
    ['kind', 'name', 'mime', 'base64'],
  ),
  contact: object({ phone: anyText }),
  location: object({ latitude: number, longitude: number }, ['latitude', 'longitude']),
  delete: object({ messageId: integer }, ['messageId']),
  pay: object({ messageId: integer, link: text }),
  faults: object({
    telegram429: {
      type: 'object',
      properties: { active: yesNo, retryAfterSeconds: { type: 'integer', minimum: 0, maximum: 86_400 } },
      required: ['active', 'retryAfterSeconds'],
      additionalProperties: false,
    },
    telegram5xx: yesNo,
    telegramSlowMs: { type: 'integer', minimum: 0 },
    telegramCut: yesNo,
    duplicateUpdates: { type: 'integer', minimum: 0, maximum: 100 },
    reorderUpdates: yesNo,
  }),
  clock: object({ offsetSeconds: number }, ['offsetSeconds']),
  inject: object({ update: {} }, ['update']),
} as const;
