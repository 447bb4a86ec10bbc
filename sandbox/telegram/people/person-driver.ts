import { botUser, announceChat } from '../chats/post.ts';
import { chatObjectOf, userOf, type Chat } from '../chats/chat.ts';
import { viewMessage, visibleMessages } from '../chats/view.ts';
import { unixNow, type Core } from '../core.ts';
import type { InvoicePlace, PersonDriver, SentFile } from '../world-types.ts';
import { labelsOf } from './buttons.ts';
import { PersonRefusal } from './person-refusal.ts';
import { createSending } from './sending.ts';
import { tap, type Tap } from './tap.ts';

const asFile = (file: SentFile | Uint8Array): SentFile =>
  file instanceof Uint8Array ? { bytes: file } : file;

function setBlocked(core: Core, chat: Chat, blocked: boolean): void {
  if (chat.blocked === blocked) return;
  chat.blocked = blocked;
  const user = botUser(core);
  const member = { status: 'member', user } as const;
  const kicked = { status: 'kicked', user, until_date: 0 } as const;
  core.updates.push({
    my_chat_member: {
      chat: chatObjectOf(chat.person),
      from: userOf(chat.person),
      date: unixNow(core),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    },
  });
  announceChat(core, chat);
}

function checkPayload(payload: string): void {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(payload))
    throw new PersonRefusal(
      `A start payload has 1-64 characters of A-Z, a-z, 0-9, _ and -, not "${payload}"`,
    );
}

function newestOfBot(chat: Chat): NonNullable<ReturnType<Chat['messages']['get']>> {
  const newest = [...chat.messages.values()].filter((stored) => !stored.outgoing && !stored.hidden).at(-1);
  if (!newest) throw new PersonRefusal(`The bot has not written to ${chat.person.firstName}`);
  return newest;
}

/** Everything a person can do and see in their chat with the bot. */
export function createPersonDriver(core: Core, chat: Chat): PersonDriver {
  const sending = createSending(core, chat);
  const pays = (invoice: InvoicePlace): string => core.payments.pay(chat, invoice);
  const touches = (target: Tap['target'], data?: string): ReturnType<typeof tap> =>
    tap({ core, chat, target, pays, ...(data === undefined ? {} : { data }) });
  return {
    id: chat.person.id,
    person: chat.person,
    says: (text, options) => sending.text(text, options?.replyToMessageId),
    starts(payload) {
      if (payload !== undefined) checkPayload(payload);
      setBlocked(core, chat, false);
      return sending.text(payload === undefined ? '/start' : `/start ${payload}`);
    },
    taps(target, options) {
      const result = touches(target, options?.data);
      if ('callbackId' in result) return result.callbackId;
      throw new PersonRefusal(`This button sends no callback query: ${JSON.stringify(result)}`);
    },
    touches: (target) => touches(target),
    presses: (label) => sending.press(label),
    sendsPhoto: (photo) => sending.file('photo', asFile(photo)),
    sendsDocument: (document) => sending.file('document', asFile(document)),
    sendsContact: (phone) => sending.contact(phone),
    sendsLocation: (latitude, longitude) => sending.location(latitude, longitude),
    deletes(messageId) {
      const stored = chat.messages.get(messageId);
      if (!stored) throw new PersonRefusal(`There is no message ${messageId}`);
      stored.hidden = true;
      core.events.emit('deleted', { personId: chat.person.id, messageId });
    },
    blocks: () => setBlocked(core, chat, true),
    unblocks: () => setBlocked(core, chat, false),
    messages: () => visibleMessages(chat),
    screen: () => viewMessage(newestOfBot(chat)),
    buttons: () => labelsOf(newestOfBot(chat)),
    toast: (callbackId) => core.callbacks.find(callbackId)?.answer,
    pays,
    checkout: (checkoutId) => core.payments.get(checkoutId),
    subscriptions: () => core.payments.subscriptionsOf(chat.person.id),
    changesSubscription: (chargeId, change) =>
      core.payments.changeSubscription(chat.person.id, chargeId, change),
  };
}
