import type {
  ApiCall,
  CallbackEvent,
  ChatView,
  CheckoutEvent,
  ControlState,
  Delivery,
  Faults,
  Person,
  ViewMessage,
  Violation,
} from '../../../telegram/control-types.ts';

/** Something that happened beside the messages, shown small between them. */
export interface Notice {
  id: string;
  atMs: number;
  kind: 'blocked' | 'not-started';
}

export interface Chat {
  person: Person;
  /** Position in the list of people; gives the person's colour. */
  position: number;
  view: Omit<ChatView, 'messages' | 'person'>;
  messages: Map<number, ViewMessage>;
  notices: Notice[];
  unread: number;
}

export type Change =
  | { kind: 'everything' }
  | { kind: 'person'; personId: number }
  | { kind: 'chat'; personId: number }
  | { kind: 'message'; personId: number; message: ViewMessage; how: 'new' | 'edited' }
  | { kind: 'deleted'; personId: number; messageId: number }
  | { kind: 'notice'; personId: number; notice: Notice }
  | { kind: 'typing'; personId: number; action: string }
  | { kind: 'callback'; event: CallbackEvent }
  | { kind: 'checkout'; event: CheckoutEvent }
  | { kind: 'unread'; personId: number }
  | { kind: 'faults' }
  | { kind: 'journal' }
  | { kind: 'connection' };

/** The page's copy of the sandbox: plain data plus a way to hear what changed. */
export interface Store {
  bot: ControlState['bot'];
  chats: Map<number, Chat>;
  faults: Faults | undefined;
  webhook: ControlState['webhook'];
  calls: ApiCall[];
  deliveries: Delivery[];
  violations: Violation[];
  connected: boolean;
  loaded: boolean;
  /** Calls `listener` after each change until `signal` aborts. */
  listen(listener: (change: Change) => void, signal: AbortSignal): void;
  tell(change: Change): void;
}

/** Creates an empty store. */
export function createStore(): Store {
  const listeners = new Set<(change: Change) => void>();
  return {
    bot: { id: 0, username: '', firstName: '' },
    chats: new Map(),
    faults: undefined,
    webhook: { url: '', pending: 0 },
    calls: [],
    deliveries: [],
    violations: [],
    connected: false,
    loaded: false,
    listen(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
    tell(change) {
      for (const listener of listeners) listener(change);
    },
  };
}

/** The newest message of a chat, if there is any. */
export function lastMessage(chat: Chat): ViewMessage | undefined {
  let last: ViewMessage | undefined;
  for (const message of chat.messages.values()) last = message;
  return last;
}
