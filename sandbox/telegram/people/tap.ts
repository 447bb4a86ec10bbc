import { randomBytes } from 'node:crypto';
import type { Chat } from '../chats/chat.ts';
import { userOf } from '../chats/chat.ts';
import type { TapResult } from '../control-types.ts';
import type { Core } from '../core.ts';
import type { ButtonTarget } from '../world-types.ts';
import { findButton, type FoundButton } from './buttons.ts';

const createCallbackId = (): string => (BigInt(`0x${randomBytes(8).toString('hex')}`) >> 1n).toString();

/** Sends the callback query of a tap; `data` other than the button's own is what a tampered client would send. */
function sendCallback(
  core: Core,
  chat: Chat,
  { stored, data }: Pick<FoundButton, 'stored'> & { data: string },
): string {
  const callbackId = createCallbackId();
  const { message } = stored;
  core.callbacks.add({ id: callbackId, personId: chat.person.id, messageId: message.message_id });
  core.updates.push({
    callback_query: {
      id: callbackId,
      from: userOf(chat.person),
      message: structuredClone(message),
      chat_instance: String(-4_000_000_000_000_000n - BigInt(chat.person.id)),
      data,
    },
  });
  return callbackId;
}

export interface Tap {
  core: Core;
  chat: Chat;
  target: ButtonTarget;
  data?: string;
  /** What a Pay button does. */
  pays: (messageId: number) => string;
}

/** Does what the person's app does when an inline button is tapped. */
export function tap({ core, chat, target, data, pays }: Tap): TapResult {
  const { stored, button } = findButton(chat, target);
  if (button.disabled) return { refused: 'the button is disabled' };
  if (button.url !== undefined) return { url: button.url };
  if (button.web_app) return { url: button.web_app.url };
  if (button.login_url) return { url: button.login_url.url };
  if (button.copy_text) return { copied: button.copy_text.text };
  if (chat.blocked) return { refused: 'the person has blocked the bot' };
  if (button.pay) return { checkoutId: pays(stored.message.message_id) };
  if (button.callback_data === undefined)
    return { refused: 'the sandbox does not model this kind of button' };
  return { callbackId: sendCallback(core, chat, { stored, data: data ?? button.callback_data }) };
}
