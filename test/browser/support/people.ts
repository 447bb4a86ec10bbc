import type { ChatView, Person } from '@hiddify-vpn-bot/sandbox/telegram/control-types.ts';

/** A name that would break a page which takes names for markup. */
export const HOSTILE_NAME = '<img src=x onerror="window.hacked=1">&amp;<b>Боб</b>';

export const ANNA = 1001;
export const MAKSIM = 1002;
export const OLGA = 1003;
export const HOSTILE = 1004;
export const NOVICE = 1005;

/** The cast of the sandbox: an admin, a manager, two customers (one with a hostile name) and somebody new. */
export function cast(): Person[] {
  return [
    {
      id: ANNA,
      firstName: 'Анна',
      lastName: 'Смирнова',
      username: 'anna_admin',
      languageCode: 'ru',
      role: 'admin',
    },
    { id: MAKSIM, firstName: 'Максим', username: 'maksim', languageCode: 'ru', role: 'manager' },
    {
      id: OLGA,
      firstName: 'Ольга',
      lastName: 'Петрова',
      languageCode: 'ru',
      isPremium: true,
      role: 'customer',
    },
    { id: HOSTILE, firstName: HOSTILE_NAME, lastName: 'سارة محمد', languageCode: 'en', role: 'customer' },
    { id: NOVICE, firstName: 'Новичок', lastName: 'Ника', languageCode: 'ru', role: 'new' },
  ];
}

const COMMANDS = [
  { command: 'start', description: 'Начать сначала' },
  { command: 'profile', description: 'Моя подписка' },
  { command: 'keys', description: 'Ключи и приложения' },
  { command: 'plans', description: 'Тарифы и оплата' },
  { command: 'support', description: 'Помощь' },
  { command: 'language', description: 'Язык / Language' },
];

/** An empty chat of a person with the bot's commands in place. */
export function emptyChat(person: Person): ChatView {
  return { person, blocked: false, messages: [], commands: COMMANDS, menuButton: { type: 'commands' } };
}
