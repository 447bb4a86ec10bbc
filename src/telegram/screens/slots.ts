import { and, eq } from 'drizzle-orm';
import type { Database } from '../../platform/db.ts';
import type { Recipient, ScreenPort } from './screen-port.ts';
import { slotMessages } from './tables.ts';

/** Messages of one kind that take each other's place in a chat, such as reminders. */
export interface Slots {
  /** The message takes the place of the one before it, where the recipient names a slot. */
  take(to: Recipient, messageId: number): Promise<void>;
  /** The message has become something else, and stays. */
  leave(to: Recipient, messageId: number): Promise<void>;
}

export function createSlots({ db, port }: { db: Database; port: Pick<ScreenPort, 'remove'> }): Slots {
  async function take(to: Recipient, messageId: number): Promise<void> {
    const { chatId } = to;
    if (to.slot === undefined) return;
    const { name: slot, leaves } = to.slot;
    const place = and(eq(slotMessages.chatId, chatId), eq(slotMessages.slot, slot));
    const [former] = await db.select({ messageId: slotMessages.messageId }).from(slotMessages).where(place);
    await db
      .insert(slotMessages)
      .values({ chatId, slot, messageId })
      .onConflictDoUpdate({ target: [slotMessages.chatId, slotMessages.slot], set: { messageId } });
    if (former !== undefined && former.messageId !== messageId)
      await port.remove(to, former.messageId, leaves);
  }

  async function leave({ chatId }: Recipient, messageId: number): Promise<void> {
    await db
      .delete(slotMessages)
      .where(and(eq(slotMessages.chatId, chatId), eq(slotMessages.messageId, messageId)));
  }

  return { take, leave };
}
