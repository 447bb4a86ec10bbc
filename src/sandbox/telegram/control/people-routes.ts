import type { FastifyInstance } from 'fastify';
import { viewChat } from '../chats/view.ts';
import type { ChatView, Person } from '../control-types.ts';
import type { Core } from '../core.ts';
import { PersonRefusal } from '../people/person-refusal.ts';
import type { PersonDriver, World } from '../world-types.ts';
import { bodies } from './bodies.ts';

interface Say {
  text: string;
  replyToMessageId?: number;
}

interface FileBody {
  kind: 'photo' | 'document';
  name: string;
  mime: string;
  base64: string;
  caption?: string;
}

interface Pay {
  messageId?: number;
  link?: string;
}

function sendFile(person: PersonDriver, { kind, name, mime, base64, caption }: FileBody): object {
  const file = {
    bytes: new Uint8Array(Buffer.from(base64, 'base64')),
    name,
    mime,
    ...(caption ? { caption } : {}),
  };
  return { message: kind === 'photo' ? person.sendsPhoto(file) : person.sendsDocument(file) };
}

function pay(person: PersonDriver, { messageId, link }: Pay): object {
  const invoice = messageId ?? link;
  if (invoice === undefined) throw new PersonRefusal('Say what to pay: messageId or link');
  return { checkoutId: person.pays(invoice) };
}

interface Deed<Body> {
  path: string;
  body: object;
  act: (person: PersonDriver, body: Body) => unknown;
}

const deed = <Body>(path: string, body: object, act: Deed<Body>['act']): Deed<never> => ({ path, body, act });

const deeds: Deed<never>[] = [
  deed<Say>('say', bodies.say, (person, { text, ...options }) => ({ message: person.says(text, options) })),
  deed<{ payload?: string }>('start', bodies.start, (person, { payload }) => ({
    message: person.starts(payload),
  })),
  deed<{ messageId: number; row: number; column: number }>('tap', bodies.tap, (person, place) =>
    person.touches(place),
  ),
  deed<{ label: string }>('press', bodies.press, (person, { label }) => ({ message: person.presses(label) })),
  deed<FileBody>('file', bodies.file, sendFile),
  deed<{ phone?: string }>('contact', bodies.contact, (person, { phone }) => ({
    message: person.sendsContact(phone),
  })),
  deed<{ latitude: number; longitude: number }>(
    'location',
    bodies.location,
    (person, { latitude, longitude }) => ({
      message: person.sendsLocation(latitude, longitude),
    }),
  ),
  deed<{ messageId: number }>('delete', bodies.delete, (person, { messageId }) => {
    person.deletes(messageId);
    return {};
  }),
  deed<Pay>('pay', bodies.pay, pay),
];

/** What people do, under `/control/people`. A body that is not as it should be is answered with 400. */
export function peopleRoutes(server: FastifyInstance, { core, world }: { core: Core; world: World }): void {
  const find = (params: unknown): PersonDriver => {
    const id = Number((params as { id: string }).id);
    if (!core.chats.find(id)) throw new PersonRefusal(`There is no person ${id}`);
    return world.person({ id });
  };
  const view = (id: number): { chat: ChatView } => ({ chat: viewChat(core.chats.get(id), core.profile) });
  server.post('/control/people', { schema: { body: bodies.person } }, (request) => ({
    ...world.person(request.body as Partial<Person>).person,
  }));
  for (const { path, body, act } of deeds)
    server.post(`/control/people/:id/${path}`, { schema: { body }, bodyLimit: 80 * 1024 * 1024 }, (request) =>
      act(find(request.params), (request.body ?? {}) as never),
    );
  for (const [path, change] of [
    ['block', 'blocks'],
    ['unblock', 'unblocks'],
  ] as const)
    server.post(`/control/people/:id/${path}`, (request) => {
      const person = find(request.params);
      person[change]();
      return view(person.id);
    });
}
