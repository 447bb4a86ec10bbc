import type { ViewMessage } from '../../../telegram/control-types.ts';
import type { Backstage } from '../state/backstage.ts';
import { findBotLink } from '../state/links.ts';
import type { Chat, Store } from '../state/store.ts';

export interface TourSources {
  store: Store;
  backstage: Backstage;
  sinceSeconds: number;
}

/** The first person with a role, such as Anna for `admin`. */
export function findByRole(store: Store, role: string): Chat | undefined {
  return [...store.chats.values()].find(({ person }) => person.role === role);
}

/** The three steps, in their order. */
export type Progress = [boolean, boolean, boolean];

/**
 * Which of the three steps can be seen to be done, judged by what the chats and the panel show now: Anna has made an
 * invite since `sinceSeconds` (1970), a newcomer has followed one of hers, that newcomer holds a key and has an account.
 */
export function tourProgress({ store, backstage, sinceSeconds }: TourSources): Progress {
  const hers = messagesOf(findByRole(store, 'admin'))
    .filter((message) => (message.edit_date ?? message.date) >= sinceSeconds)
    .flatMap((message) => inviteIn(message, store.bot.username) ?? []);
  const guests = newcomersOf(store).filter((chat) => hasArrived(chat, sinceSeconds));
  const accounts = backstage.panel?.users ?? [];
  const served = guests.filter((chat) => {
    const account = accounts.find((user) => user.telegram_id === chat.person.id);
    return account !== undefined && holdsKey(chat, account.uuid);
  });
  return [hers.length > 0, guests.length > 0, served.length > 0];
}

/** The newcomer to look at: whoever has followed an invite, else the first. */
export function findNewcomer(store: Store): Chat | undefined {
  const newcomers = newcomersOf(store);
  return newcomers.find((chat) => hasArrived(chat)) ?? newcomers[0];
}

function newcomersOf(store: Store): Chat[] {
  return [...store.chats.values()].filter(({ person }) => person.role === 'new');
}

function hasArrived(chat: Chat, sinceSeconds = 0): boolean {
  return messagesOf(chat).some(
    ({ text, date }) => date >= sinceSeconds && text?.startsWith('/start INV_') === true,
  );
}

/** Whether the bot has shown the key: our own address of it, or the panel's, which names the account. */
function holdsKey(chat: Chat, uuid: string): boolean {
  return messagesOf(chat).some(
    ({ outgoing, text = '' }) => !outgoing && (text.includes(uuid) || /\/sub\/[\w-]+/.test(text)),
  );
}

function messagesOf(chat: Chat | undefined): ViewMessage[] {
  return [...(chat?.messages.values() ?? [])];
}

function inviteIn(message: ViewMessage, botUsername: string): string | undefined {
  const addresses = (message.entities ?? []).map(({ url }) => url ?? '');
  const link = findBotLink([message.text ?? '', ...addresses].join(' '), botUsername);
  return link === undefined ? undefined : /INV_\w+/.exec(link)?.[0];
}
