import type { PersonDriver, PersonSeed, World } from './telegram/world-types.ts';

export const anna = {
  id: 101,
  firstName: 'Анна',
  username: 'anna_admin',
  languageCode: 'ru',
  role: 'admin',
} as const;
const maksim = {
  id: 102,
  firstName: 'Максим',
  username: 'maksim',
  languageCode: 'ru',
  role: 'manager',
} as const;
const vera = {
  id: 103,
  firstName: 'Вера',
  username: 'vera_v',
  languageCode: 'ru',
  role: 'customer',
} as const;
const john = {
  id: 104,
  firstName: 'John',
  lastName: 'Miller',
  username: 'johnm',
  languageCode: 'en',
  role: 'new',
} as const;
const kolya = { id: 105, firstName: 'Коля', languageCode: 'ru', role: 'new' } as const;

/** Who lives in the sandbox: an admin, a manager, a customer and two who are new. */
export function seedPeople(world: World): void {
  for (const person of [anna, maksim, vera, kolya, john] satisfies PersonSeed[]) world.person(person);
}

/**
 * Gives Maksim his role and Vera her access the way it is done: Anna presses the bot's own buttons. So whoever opens
 * the page finds a service that lives, and the start has proven itself.
 */
export async function letPeopleIn(world: World): Promise<void> {
  const [admin, manager, customer] = [anna, maksim, vera].map((person) => world.person(person)) as [
    PersonDriver,
    PersonDriver,
    PersonDriver,
  ];
  await after(manager, () => manager.starts());
  await after(admin, () => admin.starts());
  for (const label of ['Управление', 'Найти человека']) await after(admin, () => admin.taps(label));
  await after(admin, () => admin.says('Максим'));
  for (const label of ['Максим · @maksim', 'Сделать: менеджер', 'Да, изменить'])
    await after(admin, () => admin.taps(label));
  for (const label of [
    'На главную',
    'Управление',
    'Приглашения',
    'Создать приглашение',
    '10',
    '30 дней',
    'Только вход',
  ]) {
    await after(admin, () => admin.taps(label));
  }
  const code = /start=(INV_[0-9a-f]+)/.exec(admin.screen().text ?? '')?.[1];
  if (code === undefined) throw new Error('The bot did not show an invite link');
  await after(customer, () => customer.starts(code));
  for (const label of ['Попробовать бесплатно', 'Начать пробный период'])
    await after(customer, () => customer.taps(label));
}

/** Does something as a person and waits until the bot has answered with a new or changed screen. */
async function after(person: PersonDriver, act: () => unknown): Promise<void> {
  const before = fingerprint(person);
  act();
  const deadline = Date.now() + 10_000;
  while (fingerprint(person) === before || !isBotsTurnOver(person)) {
    if (Date.now() > deadline) throw new Error(`The bot did not answer ${person.person.firstName}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function fingerprint(person: PersonDriver): string {
  return JSON.stringify(person.messages().filter((message) => !message.outgoing));
}

function isBotsTurnOver(person: PersonDriver): boolean {
  return person.messages().at(-1)?.outgoing === false;
}
