import type { Language } from '../texts/language.ts';

const NAMES: Record<Language, string[]> = {
  ru: [
    'Лена Кравцова',
    'Тимур Ахметов',
    'Алина Белова',
    'Костя Лебедев',
    'Света Мороз',
    'Рустам Валиев',
    'Даша Зимина',
    'Глеб Орлов',
    'Вера Соколова',
    'Олег Чайка',
    'Марина Ким',
    'Захар Дубов',
    'Нина Полякова',
    'Артём Гусев',
  ],
  en: [
    'Alice Moore',
    'Ben Carter',
    'Chloe Novak',
    'Daniel Reed',
    'Emma Stone',
    'Farid Aliyev',
    'Grace Lin',
    'Henry Wood',
    'Iris Klein',
    'Jack Doyle',
    'Kate Byrne',
    'Leo Marsh',
    'Mia Torres',
    'Noah Fields',
  ],
};

/** A friendly name nobody in the sandbox has yet; numbered when all of them are taken. */
export function freshName(language: Language, taken: string[]): { firstName: string; lastName: string } {
  const free = NAMES[language].filter((name) => !taken.includes(name));
  const pool = free.length > 0 ? free : NAMES[language];
  const picked = pool[Math.floor(Math.random() * pool.length)] ?? 'Лена Кравцова';
  const [firstName = picked, lastName = ''] = picked.split(' ');
  return { firstName, lastName: free.length > 0 ? lastName : `${lastName} ${taken.length}` };
}
