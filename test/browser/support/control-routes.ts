import type { FastifyPluginAsync } from 'fastify';
import type { Faults, Person, TapResult } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';
import type { FakeWorld } from './fake-world.ts';

/** One request the page made, for assertions. */
export interface Asked {
  path: string;
  body: unknown;
}

type Body = Record<string, unknown>;

interface ForPerson {
  Params: { id: string };
  Body: Body;
}

const PIXEL = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 400"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#f2b84b"/><stop offset="1" stop-color="#7b5bd6"/></linearGradient></defs><rect width="640" height="400" fill="url(#g)"/><circle cx="470" cy="130" r="60" fill="#fff" opacity=".75"/><path d="M0 400 220 190l130 120 90-70 200 160z" fill="#20242e" opacity=".55"/></svg>`;

/** The control routes of the contract over a fake world; every changing request is noted in `asked`. */
export function fakeControlRoutes(world: FakeWorld, asked: Asked[]): FastifyPluginAsync {
  return async (app) => {
    app.addHook('preHandler', async (request) => {
      if (request.method !== 'GET') asked.push({ path: request.url, body: request.body });
    });
    app.get('/control/state', async () => world.state);
    app.get('/control/invoices', async () => ({
      title: 'VPN <b>',
      description: 'Доступ на 30 дней',
      amount: 250,
      currency: 'XTR',
      everySeconds: 2_592_000,
    }));
    app.put<{ Body: Partial<Faults> }>('/control/faults', async ({ body }) => {
      Object.assign(world.state.faults, body);
      world.tell('faults', { faults: world.state.faults });
      return world.state.faults;
    });
    app.get('/control/files/:fileId', async (_request, reply) => reply.type('image/svg+xml').send(PIXEL));
    app.post<{ Body: Partial<Person> }>('/control/people', async ({ body }) => world.addPerson(body));
    await app.register(events, world);
    await app.register(deeds, world);
  };
}

const events: FastifyPluginAsync<FakeWorld> = async (app, world) => {
  app.get('/control/events', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    reply.raw.write(': hello\n\n');
    const stop = world.listen((name, data) =>
      reply.raw.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    );
    request.raw.on('close', stop);
  });
};

const deeds: FastifyPluginAsync<FakeWorld> = async (app, world) => {
  const on = (deed: string, act: (personId: number, body: Body) => unknown): void => {
    app.post<ForPerson>(`/control/people/:id/${deed}`, async ({ params, body }) =>
      act(Number(params.id), body),
    );
  };
  const block = (personId: number, blocked: boolean): unknown => {
    const chat = world.chat(personId);
    chat.blocked = blocked;
    world.tell('chat', { chat });
    return { chat };
  };
  on('say', (id, { text }) => ({ message: world.write(id, { text: String(text), outgoing: true }) }));
  on('start', (id, { payload }) => {
    const text = typeof payload === 'string' ? `/start ${payload}` : '/start';
    return { message: world.write(id, { text, outgoing: true }) };
  });
  on('tap', (id, body) => tap(world, id, body));
  on('file', (id, { kind, name }) => ({
    message: world.write(id, { ...fileOf(kind, name), outgoing: true }),
  }));
  on('contact', (id, { phone }) => {
    const contact = { phone_number: String(phone), first_name: world.chat(id).person.firstName };
    return { message: world.write(id, { contact, outgoing: true }) };
  });
  on('location', (id, body) => {
    const location = { latitude: Number(body['latitude']), longitude: Number(body['longitude']) };
    return { message: world.write(id, { location, outgoing: true }) };
  });
  on('pay', () => ({ checkoutId: 'checkout-link' }));
  on('block', (id) => block(id, true));
  on('unblock', (id) => block(id, false));
  on('delete', (id, { messageId }) => {
    world.remove(id, Number(messageId));
    return {};
  });
};

function tap(world: FakeWorld, personId: number, body: Body): TapResult {
  const message = world.chat(personId).messages.find(({ message_id }) => message_id === body['messageId']);
  const markup = message?.reply_markup;
  const rows = markup && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  const button = rows[Number(body['row'])]?.[Number(body['column'])];
  if (!button) return { refused: 'Нет такой кнопки' };
  world.taps += 1;
  return button.pay ? { checkoutId: `checkout-${world.taps}` } : { callbackId: `tap-${world.taps}` };
}

function fileOf(kind: unknown, name: unknown): object {
  const file = { file_id: 'sent', file_unique_id: 'sent', file_size: 34_567 };
  if (kind === 'photo') return { photo: [{ ...file, width: 640, height: 400 }] };
  return { document: { ...file, file_name: String(name) } };
}
