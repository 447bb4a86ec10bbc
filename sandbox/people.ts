import { StartProblem } from './start-problem.ts';
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
 * the page finds a service that lives, and the start has proven itself. Rejects when `signal` says so.
 */
export async function letPeopleIn(world: World, signal: AbortSignal): Promise<void> {
  const { answered, taps } = createHands(signal);
  const [admin, manager, customer] = [world.person(anna), world.person(maksim), world.person(vera)];
  manager.starts();
  await answered(manager, 'Нужен код');
  admin.starts();
  await taps(admin, 'Управление', 'Найти человека');
  await answered(admin, 'Пришлите номер');
  admin.says('Максим');
  await taps(admin, 'Максим · @maksim', 'Сделать менеджером', 'Да, изменить');
  await answered(admin, 'Роль: менеджер');
  await taps(
    admin,
    'На главную',
    'Управление',
    'Приглашения',
    'Создать приглашение',
    '10',
    '30 дней',
    'Только вход',
  );
  const text = await answered(admin, 'Приглашение готово');
  customer.starts(/start=(INV_[0-9a-f]+)/.exec(text)?.[1]);
  await taps(customer, 'Попробовать бесплатно', 'Начать пробный период');
  await answered(customer, 'Готово!');
}

function createHands(signal: AbortSignal) {
  /** Taps one button after another, each as soon as the bot shows it. */
  async function taps(person: PersonDriver, ...labels: string[]): Promise<void> {
    for (const label of labels) {
      await until(person, () => person.buttons().some((shown) => shown.startsWith(label)));
      person.taps(label);
    }
  }

  /** Waits until the bot's newest message says this; answers its text. */
  async function answered(person: PersonDriver, words: string): Promise<string> {
    await until(person, () => textOf(person).includes(words));
    return textOf(person);
  }

  async function until(person: PersonDriver, isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (textOf(person) === '' || !isSo()) {
      signal.throwIfAborted();
      if (Date.now() > deadline)
        throw new StartProblem(
          `The bot did not answer ${person.person.firstName} as expected; its log may tell why: bot.log`,
        );
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return { taps, answered };
}

function textOf(person: PersonDriver): string {
  return person.messages().findLast((message) => !message.outgoing)?.text ?? '';
}
