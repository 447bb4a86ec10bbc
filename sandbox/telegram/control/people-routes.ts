import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { type Given, readBody } from '../../kit/read-body.ts';
import { viewChat } from '../chats/view.ts';
import type { ChatView } from '../control-types.ts';
import type { Core } from '../core.ts';
import { PersonRefusal } from '../people/person-refusal.ts';
import type { PersonDriver, World } from '../world-types.ts';
import { bodies } from './bodies.ts';

/** The page takes files up to 20 MB, which are a third longer as base64. */
const maxBodyBytes = 30 * 1024 * 1024;

function sendFile(person: PersonDriver, { kind, base64, ...more }: Given<typeof bodies.file>): object {
  const file = { bytes: new Uint8Array(Buffer.from(base64, 'base64')), ...more };
  return { message: kind === 'photo' ? person.sendsPhoto(file) : person.sendsDocument(file) };
}

type Deed = (person: PersonDriver, body: unknown) => object;

const deed =
  <Schema extends z.ZodType>(
    schema: Schema,
    act: (person: PersonDriver, body: Given<Schema>) => object,
  ): Deed =>
  (person, body) =>
    act(person, readBody(schema, body));

const deeds: Record<string, Deed> = {
  say: deed(bodies.say, (person, { text, ...options }) => ({ message: person.says(text, options) })),
  start: deed(bodies.start, (person, { payload }) => ({ message: person.starts(payload) })),
  tap: deed(bodies.tap, (person, place) => person.touches(place)),
  press: deed(bodies.press, (person, { label }) => ({ message: person.presses(label) })),
  file: deed(bodies.file, sendFile),
  contact: deed(bodies.contact, (person, { phone }) => ({ message: person.sendsContact(phone) })),
  location: deed(bodies.location, (person, { latitude, longitude }) => ({
    message: person.sendsLocation(latitude, longitude),
  })),
  pay: deed(bodies.pay, (person, { invoice }) => ({ checkoutId: person.pays(invoice) })),
  delete: deed(bodies.delete, (person, { messageId }) => {
    person.deletes(messageId);
    return {};
  }),
  subscription: deed(bodies.subscription, (person, { chargeId, change }) => {
    person.changesSubscription(chargeId, change);
    return { subscriptions: person.subscriptions() };
  }),
};

const blocking = { block: 'blocks', unblock: 'unblocks' } as const;

/** What people do, under `/control/people`. A body that is not as it should be is answered with 400. */
export function peopleRoutes(server: FastifyInstance, { core, world }: { core: Core; world: World }): void {
  const find = (params: unknown): PersonDriver => {
    const id = Number((params as { id: string }).id);
    if (!core.chats.find(id)) throw new PersonRefusal(`There is no person ${id}`);
    return world.person({ id });
  };
  const view = (id: number): { chat: ChatView } => ({ chat: viewChat(core.chats.get(id), core.profile) });
  server.post('/control/people', (request) => ({
    ...world.person(readBody(bodies.person, request.body)).person,
  }));
  for (const [path, act] of Object.entries(deeds))
    server.post(`/control/people/:id/${path}`, { bodyLimit: maxBodyBytes }, (request) =>
      act(find(request.params), request.body),
    );
  for (const [path, change] of Object.entries(blocking))
    server.post(`/control/people/:id/${path}`, (request) => {
      const person = find(request.params);
      person[change]();
      return view(person.id);
    });
  server.get('/control/people/:id/subscriptions', (request) => ({
    subscriptions: find(request.params).subscriptions(),
  }));
}
