import { badRequest, forbidden } from '../api/api-error.ts';
import type { Person } from '../control-types.ts';
import type { PersonSeed } from '../world-types.ts';
import { createChat, restoreChat, saveChat, type Chat, type SavedChat } from './chat.ts';

export interface ChatBook {
  all(): Chat[];
  find(id: number): Chat | undefined;
  /** Creates the person, or changes the one with this id. */
  open(seed: PersonSeed): Chat;
  /** The chat a method names by id or by @username; 400 when there is none. */
  get(id: number | string): Chat;
  /** The same, if the bot may write there; 403 when it never was started or is blocked. */
  getWritable(id: number | string): Chat;
  snapshot(): SavedChat[];
  restore(saved: readonly SavedChat[]): void;
  clear(): void;
}

const defaultNames = ['Anna', 'Boris', 'Vera', 'Gleb', 'Dina', 'Egor', 'Zoya', 'Ivan', 'Kira', 'Lev'];

function createPerson(seed: PersonSeed, count: number, freeId: () => number): Person {
  return {
    firstName: defaultNames[count % defaultNames.length] ?? 'Anna',
    languageCode: 'ru',
    ...seed,
    id: seed.id ?? freeId(),
  };
}

/** Keeps one private chat for each person of the sandbox. */
export function createChatBook(): ChatBook {
  const chats = new Map<number, Chat>();
  const freeId = (): number => {
    let id = 700_000_001 + chats.size;
    while (chats.has(id)) id++;
    return id;
  };
  const findByName = (name: string): Chat | undefined =>
    [...chats.values()].find((chat) => chat.person.username?.toLowerCase() === name.slice(1).toLowerCase());
  const get = (id: number | string): Chat => {
    const chat = typeof id === 'number' ? chats.get(id) : id.startsWith('@') ? findByName(id) : undefined;
    if (!chat) throw badRequest('chat not found');
    return chat;
  };
  return {
    all: () => [...chats.values()],
    find: (id) => chats.get(id),
    open(seed) {
      const known = seed.id === undefined ? undefined : chats.get(seed.id);
      if (known) {
        Object.assign(known.person, seed);
        return known;
      }
      const chat = createChat(createPerson(seed, chats.size, freeId));
      chats.set(chat.person.id, chat);
      return chat;
    },
    get,
    getWritable(id) {
      const chat = get(id);
      if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
      if (chat.blocked) throw forbidden('bot was blocked by the user');
      return chat;
    },
    snapshot: () => [...chats.values()].map(saveChat),
    restore(saved) {
      for (const chat of saved) chats.set(chat.person.id, restoreChat(chat));
    },
    clear: () => {
      chats.clear();
    },
  };
}
