import type { ChatView, ViewMessage } from '../control-types.ts';
import type { BotProfile } from './bot-profile.ts';
import type { Chat, StoredMessage } from './chat.ts';

export const viewMessage = ({ message, outgoing, edited }: StoredMessage): ViewMessage => ({
  ...structuredClone(message),
  outgoing,
  ...(edited ? { edited: true } : {}),
});

/** What the person sees of a chat, oldest first. */
export const visibleMessages = (chat: Chat): ViewMessage[] =>
  [...chat.messages.values()].filter((stored) => !stored.hidden).map(viewMessage);

export function viewChat(chat: Chat, profile: BotProfile): ChatView {
  const pinned = chat.pinned.at(-1);
  return {
    person: { ...chat.person },
    blocked: chat.blocked,
    messages: visibleMessages(chat),
    ...(chat.replyKeyboard ? { replyKeyboard: structuredClone(chat.replyKeyboard) } : {}),
    commands: profile.commandsFor(chat.person),
    menuButton: chat.menuButton ?? profile.menuButton(),
    ...(pinned === undefined ? {} : { pinnedMessageId: pinned }),
  };
}
