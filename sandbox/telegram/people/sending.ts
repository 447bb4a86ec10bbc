import type { TelegramKeyboardButton } from '@gramio/types/objects';
import type { Chat } from '../chats/chat.ts';
import { postFromPerson, type Content } from '../chats/post.ts';
import { viewMessage } from '../chats/view.ts';
import type { ViewMessage } from '../control-types.ts';
import type { Core } from '../core.ts';
import { documentContent, keepFile, photoContent } from '../methods/media.ts';
import { asText, readCaption } from '../methods/send-options.ts';
import { formatText } from '../rules/format-text.ts';
import type { SentFile } from '../world-types.ts';
import { withoutEmoji } from './buttons.ts';
import { PersonRefusal } from './person-refusal.ts';

export interface Sending {
  text(text: string, replyToMessageId?: number): ViewMessage;
  file(kind: 'photo' | 'document', file: SentFile): ViewMessage;
  contact(phone?: string): ViewMessage;
  location(latitude: number, longitude: number): ViewMessage;
  press(label: string): ViewMessage;
}

const maxTextLength = 4096;
const defaultPhone = '+10005550123';

function findReplied(chat: Chat, messageId: number | undefined): Content {
  if (messageId === undefined) return {};
  const replied = chat.messages.get(messageId);
  if (!replied) throw new PersonRefusal(`There is no message ${messageId} to reply to`);
  const { reply_to_message: _inner, ...shallow } = structuredClone(replied.message);
  return { reply_to_message: shallow } as Content;
}

function findKey(chat: Chat, label: string): TelegramKeyboardButton {
  const keys = chat.replyKeyboard?.keyboard.flat() ?? [];
  const found =
    keys.find((key) => key.text === label) ?? keys.find((key) => withoutEmoji(key.text) === label);
  if (found) return found;
  const visible = keys.map((key) => `"${key.text}"`).join(', ') || 'none';
  throw new PersonRefusal(`No key "${label}" on the reply keyboard; visible keys: ${visible}`);
}

/** What a person can send to the bot from their app. */
export function createSending(core: Core, chat: Chat): Sending {
  const send = (content: Content): ViewMessage => {
    if (chat.blocked)
      throw new PersonRefusal(`${chat.person.firstName} has blocked the bot and has to unblock it first`);
    return viewMessage(postFromPerson(core, chat, content));
  };
  const sending: Sending = {
    text(text, replyToMessageId) {
      const formatted = formatText({ text });
      if (formatted.text === '' || formatted.text.length > maxTextLength)
        throw new PersonRefusal(
          `A message has 1-${maxTextLength} characters, this one ${formatted.text.length}`,
        );
      return send({ ...asText(formatted), ...findReplied(chat, replyToMessageId) });
    },
    file(kind, { bytes, name, mime, caption }) {
      const fallback = kind === 'photo' ? 'photo.jpg' : 'file.bin';
      const kept = keepFile(core, kind, {
        bytes,
        name: name ?? fallback,
        mime: mime ?? 'application/octet-stream',
      });
      const content = kind === 'photo' ? photoContent(core, kept) : documentContent(kept);
      return send({ ...content, ...readCaption({ caption: caption ?? '' }) });
    },
    contact: (phone = defaultPhone) =>
      send({ contact: { phone_number: phone, first_name: chat.person.firstName, user_id: chat.person.id } }),
    location: (latitude, longitude) => send({ location: { latitude, longitude } }),
    press(label) {
      const key = findKey(chat, label);
      if (key.request_contact) return sending.contact();
      if (key.request_location) return sending.location(55.7558, 37.6173);
      return sending.text(key.text);
    },
  };
  return sending;
}
