import { eventually } from './eventually.ts';
import type { Product } from './product.ts';
import type { Tester } from './person.ts';

/** Has the admin make a code by the bot's own buttons; answers the code. */
export async function inviteFrom(
  admin: Tester,
  choices: { uses?: string; expiry?: string; grant?: string; traffic?: string } = {},
): Promise<string> {
  const { uses = '1', expiry = 'Бессрочно', grant = 'Только вход' } = choices;
  await admin.says('/admin');
  await admin.taps('Приглашения', 'Создать приглашение');
  await (admin.buttons().includes(uses) ? admin.taps(uses) : admin.says(uses));
  await admin.taps(expiry, grant);
  if (choices.traffic !== undefined) await admin.taps(choices.traffic);
  const code = /start=(INV_[0-9a-f]+)/.exec(admin.text())?.[1];
  if (code === undefined) throw new Error(`no link in: ${admin.text()}`);
  return code;
}

const openInvites = new WeakMap<Product, Promise<string>>();

/** An invite for whoever comes, made once: seven updates for each newcomer were a fifth of what the journeys had to do. */
async function openInvite(product: Product): Promise<string> {
  const made =
    openInvites.get(product) ?? product.admin().then((admin) => inviteFrom(admin, { uses: '1000' }));
  openInvites.set(product, made);
  return await made;
}

/** Somebody new who has come in by the admin's invite. */
export async function newcomer(
  product: Product,
  seed: { firstName?: string; username?: string; languageCode?: string } = {},
): Promise<Tester> {
  const code = await openInvite(product);
  const person = product.person({ firstName: 'Коля', languageCode: 'ru', ...seed });
  await person.starts(code);
  return person;
}

/** Taps a button and the same button again, as a finger or a repeated update does. */
export async function tapsTwice(person: Tester, label: string): Promise<void> {
  const data = person.data(label);
  await person.taps(label);
  await person.taps({ label: person.buttons()[0] ?? '', data });
}

const titles = { user: 'пользователь', manager: 'менеджер', admin: 'администратор' } as const;
const deeds = {
  user: 'Сделать пользователем',
  manager: 'Сделать менеджером',
  admin: 'Сделать администратором',
} as const;

/** Has an admin look for somebody and open their card. */
export async function openCard(staff: Tester, person: Pick<Tester, 'id'>): Promise<void> {
  await staff.says('/admin');
  await staff.taps('Найти человека');
  await staff.says(String(person.id));
  await staff.taps(staff.buttons()[0] ?? '');
}

/**
 * Has an admin give somebody a role by the bot's own buttons, and waits until they were told: later the news would take the place of a screen
 * whose buttons are about to be tapped.
 */
export async function makeRole(admin: Tester, person: Tester, role: keyof typeof titles): Promise<void> {
  const news = `Ваша роль теперь: ${titles[role]}`;
  const told = () => person.texts().filter((text) => text.includes(news)).length;
  const before = told();
  await openCard(admin, person);
  await admin.taps(deeds[role], 'Да, изменить');
  await eventually(() => {
    if (told() <= before) throw new Error(`nobody was told of a role: ${person.text()}`);
  });
}

/** The address behind a button. */
export function addressOf(person: Tester, label: string): string {
  const markup = person.screen().reply_markup;
  const rows = markup !== undefined && 'inline_keyboard' in markup ? markup.inline_keyboard : [];
  const found = rows.flat().find((button) => button.text.startsWith(label));
  if (found?.url === undefined) throw new Error(`no way to pay in: ${person.buttons().join(', ')}`);
  return found.url;
}

/** Taps buttons by how they begin: what follows is a price. */
export async function press(person: Tester, ...beginnings: string[]): Promise<void> {
  for (const beginning of beginnings)
    await person.taps(person.buttons().find((label) => label.startsWith(beginning)) ?? beginning);
}

/** Taps a button and, before anything has changed on the screen, taps it again. */
export async function pressTwice(product: Product, person: Tester, beginning: string): Promise<void> {
  const label = person.buttons().find((each) => each.startsWith(beginning)) ?? beginning;
  // The second may be on its way when the first has changed the message: the client sends what it had.
  const data = person.data(label);
  person.driver.taps(label, { data });
  person.driver.taps(label, { data });
  await product.settled();
}
