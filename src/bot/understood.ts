import { z } from 'zod';

/** Telegram's own ids have at most 52 significant bits. */
const id = z.int();
const person = z.looseObject({
  id: id.positive(),
  is_bot: z.boolean().optional(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
const chat = z.looseObject({ id, type: z.enum(['private', 'group', 'supergroup', 'channel']) });
const entity = z.looseObject({
  type: z.string(),
  offset: z.int().nonnegative(),
  length: z.int().nonnegative(),
});
const message = z.looseObject({
  message_id: id,
  date: z.int(),
  chat,
  from: person,
  text: z.string().optional(),
  caption: z.string().optional(),
  entities: z.array(entity).optional(),
});

/** The parts of an update that anything here reads; the rest passes through unread. */
const understood = z.union([
  z.looseObject({ update_id: z.int(), message }),
  z.looseObject({
    update_id: z.int(),
    callback_query: z.looseObject({
      id: z.string(),
      from: person,
      data: z.string().optional(),
      message: z.looseObject({ message_id: id, date: z.int(), chat }).optional(),
    }),
  }),
  z.looseObject({
    update_id: z.int(),
    my_chat_member: z.looseObject({
      chat,
      from: person,
      new_chat_member: z.looseObject({ status: z.string() }),
    }),
  }),
  z.looseObject({
    update_id: z.int(),
    subscription: z.looseObject({ user: person, invoice_payload: z.string(), state: z.string() }),
  }),
]);

/**
 * Whether the bot can work with this update: a message, a tap, a membership change or word of a subscription in Stars,
 * with the parts it needs. Every other kind, known or not, is stored and left alone.
 */
export function isUnderstood(update: unknown): boolean {
  return understood.safeParse(update).success;
}
