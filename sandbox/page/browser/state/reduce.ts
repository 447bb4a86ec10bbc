import type {
  ApiCall,
  ChatView,
  ControlState,
  Person,
  ViewMessage,
} from '../../../telegram/control-types.ts';
import type { FeedEvent } from './feed.ts';
import type { Chat, Notice, Store } from './store.ts';

const JOURNAL_LENGTH = 200;

/** Replaces everything the store knows by a fetched state; unread counts survive. */
export function applyState(store: Store, state: ControlState): void {
  const before = store.chats;
  store.bot = state.bot;
  store.faults = state.faults;
  store.webhook = state.webhook;
  store.calls = [...(state.calls ?? [])];
  store.deliveries = [...(state.deliveries ?? [])];
  store.violations = [...(state.violations ?? [])];
  store.chats = new Map();
  for (const person of state.people) addPerson(store, person);
  for (const view of state.chats) applyView(store, view);
  for (const call of store.calls) noteRefusal(store, call);
  for (const [id, chat] of store.chats) chat.unread = before.get(id)?.unread ?? 0;
  store.connected = true;
  store.loaded = true;
  store.tell({ kind: 'everything' });
}

/** Applies one event of the sandbox and tells everybody what changed. Applying an event twice does no harm. */
export function applyEvent(store: Store, event: FeedEvent): void {
  switch (event.name) {
    case 'chat':
      applyView(store, event.data.chat);
      return store.tell({ kind: 'chat', personId: event.data.chat.person.id });
    case 'message':
    case 'edited':
      return putMessage(store, event.data.personId, event.data.message);
    case 'deleted':
      store.chats.get(event.data.personId)?.messages.delete(event.data.messageId);
      return store.tell({ kind: 'deleted', ...event.data });
    case 'typing':
      return store.tell({ kind: 'typing', ...event.data });
    case 'callback':
      return store.tell({ kind: 'callback', event: event.data });
    case 'checkout':
      return store.tell({ kind: 'checkout', event: event.data });
    case 'person':
      addPerson(store, event.data.person);
      return store.tell({ kind: 'person', personId: event.data.person.id });
    case 'reset':
      return;
    case 'call':
    case 'delivery':
    case 'violation':
    case 'faults':
      return applyJournal(store, event);
  }
}

type JournalEvent = Extract<FeedEvent, { name: 'call' | 'delivery' | 'violation' | 'faults' }>;

function applyJournal(store: Store, event: JournalEvent): void {
  if (event.name === 'faults') {
    store.faults = event.data.faults;
    return store.tell({ kind: 'faults' });
  }
  if (event.name === 'call') {
    keep(store.calls, event.data.call);
    const notice = noteRefusal(store, event.data.call);
    if (notice) store.tell({ kind: 'notice', personId: event.data.call.personId ?? 0, notice });
  }
  if (event.name === 'delivery') keep(store.deliveries, event.data.delivery);
  if (event.name === 'violation')
    store.violations = [...store.violations, event.data.violation].slice(-JOURNAL_LENGTH);
  store.tell({ kind: 'journal' });
}

function keep<Entry extends { id: number }>(journal: Entry[], entry: Entry): void {
  const known = journal.findIndex(({ id }) => id === entry.id);
  if (known >= 0) journal[known] = entry;
  else journal.push(entry);
  if (journal.length > JOURNAL_LENGTH) journal.shift();
}

function addPerson(store: Store, person: Person): Chat {
  const known = store.chats.get(person.id);
  if (known) {
    known.person = person;
    return known;
  }
  const chat: Chat = {
    person,
    position: store.chats.size,
    view: { blocked: false, commands: [], menuButton: { type: 'default' } },
    messages: new Map(),
    notices: [],
    unread: 0,
  };
  store.chats.set(person.id, chat);
  return chat;
}

function applyView(store: Store, view: ChatView): void {
  const { messages, person, ...rest } = view;
  const chat = addPerson(store, person);
  chat.view = rest;
  chat.messages = new Map(messages.map((message) => [message.message_id, message]));
}

function putMessage(store: Store, personId: number, message: ViewMessage): void {
  const chat = store.chats.get(personId);
  if (!chat) return;
  const how = chat.messages.has(message.message_id) ? 'edited' : 'new';
  chat.messages.set(message.message_id, message);
  store.tell({ kind: 'message', personId, message, how });
}

function noteRefusal(store: Store, call: ApiCall): Notice | undefined {
  const chat = call.personId === undefined ? undefined : store.chats.get(call.personId);
  if (!chat || call.ok || call.errorCode !== 403 || !/^(send|copy|forward)/i.test(call.method))
    return undefined;
  if (call.method === 'sendChatAction') return undefined;
  const kind = /initiate|not.*start/i.test(call.description ?? '') ? 'not-started' : 'blocked';
  const notice: Notice = { id: `call-${call.id}`, atMs: Date.parse(call.at), kind };
  if (chat.notices.some(({ id }) => id === notice.id)) return undefined;
  chat.notices.push(notice);
  return notice;
}
