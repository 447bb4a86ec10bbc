/**
 * Sends one person through registration in a running sandbox, from outside: SANDBOX_URL=http://127.0.0.1:8081
 * `npm run smoke`. Ends with 0 when they hold a key and the panel has their account.
 */
interface Message {
  message_id: number;
  outgoing: boolean;
  text?: string;
  caption?: string;
  photo?: unknown[];
  document?: { file_name?: string };
  reply_markup?: { inline_keyboard?: { text: string }[][] };
}
interface State {
  chats: { person: { id: number; firstName: string }; messages: Message[] }[];
}

const base = process.env['SANDBOX_URL']?.replace(/\/+$/, '');
if (base === undefined || base === '') {
  console.error('SANDBOX_URL is missing: start the product with `npm start` and give the address it prints');
  process.exit(2);
}

const code = await inviteOfAnna();
const { id } = await control<{ id: number }>('POST', '/people', {
  firstName: 'Проверка',
  languageCode: 'ru',
});
await control('POST', `/people/${id}/start`, { payload: code });
await tap('Попробовать бесплатно');
await tap('Начать пробный период');
await seen((message) => message.text?.includes('Готово!') === true, 'the notice that access is ready');
await tap('Получить ключ');
const key = await seen((message) => /http\S+/.test(message.text ?? ''), 'the subscription link');
await tap('QR-код');
await seen((message) => message.photo !== undefined, 'the QR picture');
await tap('Файл для Xray');
await seen((message) => message.document !== undefined, 'the file');

const link = /https?:\/\/\S+/.exec(key.text ?? '')?.[0] ?? '';
const subscription = await fetch(link);
if (!subscription.ok) throw new Error(`the subscription link answers ${subscription.status}`);
const panel = await control<{ users: { telegram_id: number | null }[] }>('GET', '/panel/state');
if (!panel.users.some((user) => user.telegram_id === id))
  throw new Error('the panel has no account for the person');
console.log(
  'A new person registered by an invite link, took a trial and holds a link, a QR picture and a file.',
);

/** The address is told before everything behind it is up. */
async function inviteOfAnna(): Promise<string> {
  return await waitFor('an invite link that somebody in the sandbox shows', ({ chats }) =>
    chats
      .flatMap(({ messages }) => messages.map(({ text = '' }) => /start=(INV_[0-9a-f]+)/.exec(text)?.[1]))
      .find((match) => match !== undefined),
  );
}

async function tap(label: string): Promise<void> {
  const fits = (button: { text: string }) => button.text.startsWith(label);
  const message = await seen(
    (shown) => shown.reply_markup?.inline_keyboard?.flat().some(fits) === true,
    `the button “${label}”`,
  );
  const rows = message.reply_markup?.inline_keyboard ?? [];
  const row = rows.findIndex((buttons) => buttons.some(fits));
  const column = rows[row]?.findIndex(fits) ?? 0;
  await control('POST', `/people/${id}/tap`, { messageId: message.message_id, row, column });
}

async function seen(fits: (message: Message) => boolean, what: string): Promise<Message> {
  return await waitFor(what, ({ chats }) => {
    const messages = chats.find((chat) => chat.person.id === id)?.messages ?? [];
    return messages.findLast((message) => !message.outgoing && fits(message));
  });
}

async function waitFor<Found>(what: string, find: (state: State) => Found | undefined): Promise<Found> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = find(await control<State>('GET', '/state'));
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited 60 s for ${what}`);
}

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const request =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${base}/control${path}`, { method, ...request });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
