import type { Person } from '../../../telegram/control-types.ts';
import { type App, attempt } from '../app.ts';
import { control } from '../state/api.ts';
import { freshName } from '../state/names.ts';
import { applyEvent } from '../state/reduce.ts';
import { type Language, language } from '../texts/language.ts';
import { fullName } from '../ui/avatar.ts';

const KEY = 'sandbox.newcomer-language';

/** The language the next new person will speak: the page's until another is chosen. */
export function newcomerLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  return chosen === 'ru' || chosen === 'en' ? chosen : language();
}

/** Chooses the language of the next new person and remembers it. */
export function chooseNewcomerLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}

/** Adds a person with a friendly random name; undefined when the sandbox refused. */
export async function addNewcomer(app: App): Promise<Person | undefined> {
  const languageCode = newcomerLanguage();
  const taken = [...app.store.chats.values()].map(({ person }) => fullName(person));
  const name = freshName(languageCode, taken);
  const person = await attempt(app, control.addPerson({ ...name, languageCode, role: 'new' }));
  // The event may come later than the answer; whoever opens the chat now must find the person.
  if (person) applyEvent(app.store, { name: 'person', data: { person } });
  return person;
}
