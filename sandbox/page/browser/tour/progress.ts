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

/**
 * Which of the three steps are done, judged by what the chats and the panel show. An invite made before
 * `sinceSeconds` (1970) does not count: the sandbox comes with people who were invited already.
 */
export function tourProgress({ store, backstage, sinceSeconds }: TourSources): [boolean, boolean, boolean] {
  const admin = findByRole(store, 'admin');
  const newcomers = newcomersOf(store);
  const invited = messagesOf(admin).some(
    (message) =>
      (message.edit_date ?? message.date) >= sinceSeconds && hasInvite(message, store.bot.username),
  );
  const arrived = newcomers.some(hasArrived);
  const ids = new Set(newcomers.map(({ person }) => person.id));
  const inPanel = backstage.panel?.users.some((user) => ids.has(user.telegram_id ?? 0)) ?? false;
  return [invited || arrived, arrived, arrived && inPanel];
}

/** The newcomer to look at: whoever has followed an invite, else the first. */
export function findNewcomer(store: Store): Chat | undefined {
  const newcomers = newcomersOf(store);
  return newcomers.find(hasArrived) ?? newcomers[0];
}

function newcomersOf(store: Store): Chat[] {
  return [...store.chats.values()].filter(({ person }) => person.role === 'new');
}

function hasArrived(chat: Chat): boolean {
  return messagesOf(chat).some(({ text }) => text?.startsWith('/start INV_'));
}

function messagesOf(chat: Chat | undefined): ViewMessage[] {
  return [...(chat?.messages.values() ?? [])];
}

function hasInvite(message: ViewMessage, botUsername: string): boolean {
  const addresses = (message.entities ?? []).map(({ url }) => url ?? '');
  const link = findBotLink([message.text ?? '', ...addresses].join(' '), botUsername);
  return link?.includes('INV_') ?? false;
}
