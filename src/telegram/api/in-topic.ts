import { TelegramError } from './telegram-error.ts';

/** Sends into a topic of the chat, and beside it when the topic is gone meanwhile: what is sent must arrive. */
export async function inTopic<Sent>(
  topicId: number | undefined,
  send: (topic: { message_thread_id?: number }) => Promise<Sent>,
): Promise<Sent> {
  if (topicId === undefined) return await send({});
  try {
    return await send({ message_thread_id: topicId });
  } catch (error) {
    if (!(error instanceof TelegramError) || error.kind !== 'topic-gone') throw error;
    return await send({});
  }
}
