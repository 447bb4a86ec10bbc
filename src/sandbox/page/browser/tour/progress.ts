import type { Backstage } from '../state/backstage.ts';
import { findBotLink } from '../state/links.ts';
import type { Chat, Store } from '../state/store.ts';

/** The first person with a role, such as Anna for `admin`. */
export function findByRole(store: Store, role: string): Chat | undefined {
  return [...store.chats.values()].find(({ person }) => person.role === role);
}

/** Which of the three steps are done, judged by what the chats and the panel show. */
export function tourProgress(store: Store, backstage: Backstage): [boolean, boolean, boolean] {
  const admin = findByRole(store, 'admin');
  const invited = admin ? messagesOf(admin).some((text) => isInvite(text, store.bot.username)) : false;
  const arrived = [...store.chats.values()].some((chat) =>
    messagesOf(chat).some((text) => /^\/start INV_/.test(text)),
  );
  const inPanel = (backstage.panel?.users ?? []).some((user) => user.telegram_id !== admin?.person.id);
  return [invited || arrived, arrived, arrived && inPanel];
}

function messagesOf(chat: Chat): string[] {
  return [...chat.messages.values()].map((message) => {
    const addresses = (message.entities ?? []).map(({ url }) => url ?? '');
    return [message.text ?? message.caption ?? '', ...addresses].join(' ');
  });
}

function isInvite(text: string, botUsername: string): boolean {
  return findBotLink(text, botUsername)?.includes('INV_') ?? false;
}
