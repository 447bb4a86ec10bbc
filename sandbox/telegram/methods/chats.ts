import type { TelegramChatMember, TelegramReactionType } from '@gramio/types/objects';
import { badRequest } from '../api/api-error.ts';
import { chatObjectOf, userOf, type Chat, type StoredMessage } from '../chats/chat.ts';
import { announceChat, announceEdit, botUser, postFromBot, type Content } from '../chats/post.ts';
import type { Core } from '../core.ts';
import { refuseUnmodelled, type MethodRequest, type MethodTable } from './method.ts';

interface ChatOptions {
  chat_id: number | string;
}

interface MessageOptions extends ChatOptions {
  message_id: number;
}

/** The stand-in's own choice; the real number of the accent colour is up to Telegram. */
const accentColorId = 0;

function getChat({ core }: MethodRequest, params: ChatOptions): object {
  const chat = core.chats.get(params.chat_id);
  const pinned = chat.pinned.at(-1);
  const message = pinned === undefined ? undefined : chat.messages.get(pinned)?.message;
  return {
    ...chatObjectOf(chat.person),
    accent_color_id: accentColorId,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: true,
      gifts_from_channels: true,
    },
    ...(chat.person.username ? { active_usernames: [chat.person.username] } : {}),
    ...(message ? { pinned_message: structuredClone(message) } : {}),
  };
}

function getChatMember(
  { core }: MethodRequest,
  params: ChatOptions & { user_id: number },
): TelegramChatMember {
  const { person } = core.chats.get(params.chat_id);
  if (params.user_id === person.id) return { status: 'member', user: userOf(person) };
  if (params.user_id === core.bot.id) return { status: 'member', user: botUser(core) };
  throw badRequest('user not found');
}

function findMessage(
  core: Core,
  params: MessageOptions,
  refusal: string,
): { chat: Chat; stored: StoredMessage } {
  refuseUnmodelled(params);
  const chat = core.chats.getWritable(params.chat_id);
  const stored = chat.messages.get(params.message_id);
  if (!stored) throw badRequest(refusal);
  return { chat, stored };
}

function pinChatMessage({ core }: MethodRequest, params: MessageOptions): true {
  const { chat, stored } = findMessage(core, params, 'message to pin not found');
  chat.pinned = [...chat.pinned.filter((id) => id !== params.message_id), params.message_id];
  const { reply_to_message: _inner, ...pinned } = structuredClone(stored.message);
  postFromBot(core, { chat }, { pinned_message: pinned } as Content);
  announceChat(core, chat);
  return true;
}

function unpinChatMessage({ core }: MethodRequest, params: ChatOptions & { message_id?: number }): true {
  const chat = core.chats.getWritable(params.chat_id);
  const id = params.message_id ?? chat.pinned.at(-1);
  if (id === undefined || !chat.pinned.includes(id)) throw badRequest('message to unpin not found');
  chat.pinned = chat.pinned.filter((other) => other !== id);
  announceChat(core, chat);
  return true;
}

function unpinAllChatMessages({ core }: MethodRequest, params: ChatOptions): true {
  const chat = core.chats.getWritable(params.chat_id);
  chat.pinned = [];
  announceChat(core, chat);
  return true;
}

function setMessageReaction(
  { core }: MethodRequest,
  params: MessageOptions & { reaction?: TelegramReactionType[] },
): true {
  const { chat, stored } = findMessage(core, params, 'message to react not found');
  const reactions = params.reaction ?? [];
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  if (reactions.some((reaction) => reaction.type !== 'emoji')) throw badRequest('REACTION_INVALID');
  announceEdit(core, chat, stored);
  return true;
}

export const chatMethods: MethodTable = {
  getChat,
  getChatMember,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages,
  setMessageReaction,
};
