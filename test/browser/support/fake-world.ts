import type {
  ApiCall,
  CallbackEvent,
  ChatView,
  ControlEventName,
  ControlEvents,
  ControlState,
  Delivery,
  Person,
  ViewMessage,
} from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';
import { cast, emptyChat } from './people.ts';

/** Parts of a message a test cares about; the rest is filled in. */
export type MessageSeed = Partial<Omit<ViewMessage, 'reply_markup'>> & { reply_markup?: unknown };

type Listener = (name: ControlEventName, data: unknown) => void;

/** What stands in for the Bot API stand-in: the state of the contract, changed by hand. */
export interface FakeWorld {
  state: ControlState;
  /** How many inline buttons were tapped; the last tap has the id `tap-<taps>` or `checkout-<taps>`. */
  taps: number;
  chat(personId: number): ChatView;
  /** Adds a message and tells the page. */
  write(personId: number, seed: MessageSeed): ViewMessage;
  /** Changes a message and tells the page. */
  edit(personId: number, messageId: number, seed: MessageSeed): void;
  remove(personId: number, messageId: number): void;
  answer(event: Omit<CallbackEvent, 'state'> & { state?: CallbackEvent['state'] }): void;
  addPerson(seed: Partial<Person>): Person;
  call(seed: Partial<ApiCall>): void;
  deliver(seed: Partial<Delivery>): void;
  tell<Name extends ControlEventName>(name: Name, data: ControlEvents[Name]): void;
  listen(listener: Listener): () => void;
}

const START_SECONDS = Math.floor(Date.now() / 1000) - 3600;

/** Creates the world with its cast and no message. */
export function createFakeWorld(): FakeWorld {
  const listeners = new Set<Listener>();
  let lastId = 0;
  const nextId = (): number => (lastId += 1);
  const state = emptyState();
  const chat = (personId: number): ChatView => {
    const found = state.chats.find(({ person }) => person.id === personId);
    if (!found) throw new Error(`nobody has the id ${personId}`);
    return found;
  };
  const world: FakeWorld = {
    state,
    taps: 0,
    chat,
    write(personId, seed) {
      const message = toMessage(personId, nextId(), seed);
      chat(personId).messages.push(message);
      world.tell('message', { personId, message });
      return message;
    },
    edit(personId, messageId, seed) {
      const { messages } = chat(personId);
      const at = messages.findIndex(({ message_id }) => message_id === messageId);
      const message = { ...messages[at], ...seed, edited: true } as ViewMessage;
      messages[at] = message;
      world.tell('edited', { personId, message });
    },
    remove(personId, messageId) {
      const view = chat(personId);
      view.messages = view.messages.filter(({ message_id }) => message_id !== messageId);
      world.tell('deleted', { personId, messageId });
    },
    answer: (event) => world.tell('callback', { state: 'answered', ...event }),
    addPerson(seed) {
      const person: Person = { id: 2000 + nextId(), firstName: 'Кто-то', role: 'new', ...seed };
      state.people.push(person);
      state.chats.push(emptyChat(person));
      world.tell('person', { person });
      return person;
    },
    call(seed) {
      const call = {
        id: nextId(),
        at: new Date().toISOString(),
        method: 'sendMessage',
        payload: {},
        ok: true,
        ...seed,
      };
      state.calls.push(call);
      world.tell('call', { call });
    },
    deliver(seed) {
      const base = { at: new Date().toISOString(), kind: 'message', attempt: 1, status: 200, durationMs: 12 };
      const delivery = { id: nextId(), updateId: nextId(), ...base, ...seed };
      state.deliveries.push(delivery);
      world.tell('delivery', { delivery });
    },
    tell: (name, data) => {
      for (const listener of listeners) listener(name, data);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return world;
}

function toMessage(personId: number, messageId: number, seed: MessageSeed): ViewMessage {
  const chat = { id: personId, type: 'private', first_name: 'Кто-то' };
  const base = { message_id: messageId, date: START_SECONDS + messageId * 20, chat, outgoing: false };
  return { ...base, ...seed } as ViewMessage;
}

function emptyState(): ControlState {
  const people = cast();
  return {
    bot: {
      id: 1,
      username: 'sandbox_vpn_bot',
      firstName: 'VPN',
      descriptions: { '': 'Connected in two minutes.', ru: 'Помогу подключиться к VPN за две минуты.' },
    },
    people,
    chats: people.map(emptyChat),
    faults: {
      telegram401: false,
      telegram429: { active: false, retryAfterSeconds: 5 },
      telegram5xx: false,
      telegramSlowMs: 0,
      telegramCut: false,
      duplicateUpdates: 0,
      reorderUpdates: false,
    },
    webhook: { url: 'http://127.0.0.1:3000/webhooks/telegram', pending: 0 },
    calls: [],
    deliveries: [],
    violations: [],
  };
}
