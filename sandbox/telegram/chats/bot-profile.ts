import type { TelegramBotCommand, TelegramMenuButton } from '@gramio/types/objects';
import type { Person } from '../control-types.ts';

export type ProfileText = 'name' | 'description' | 'shortDescription';

export interface BotProfile {
  setText(kind: ProfileText, language: string, text: string): void;
  /** The text for a language, else the one without language. */
  text(kind: ProfileText, language: string): string;
  /** All texts of a kind by language; that without one has the empty key. */
  texts(kind: ProfileText): Record<string, string>;
  setCommands(place: CommandPlace, commands: TelegramBotCommand[]): void;
  commands(place: CommandPlace): TelegramBotCommand[];
  /** The list this person sees: narrow scope before wide, their language before none. */
  commandsFor(person: Person): TelegramBotCommand[];
  setMenuButton(button: TelegramMenuButton): void;
  menuButton(): TelegramMenuButton;
  snapshot(): SavedProfile;
  restore(saved: SavedProfile): void;
  clear(): void;
}

export interface SavedProfile {
  texts: [string, string][];
  commands: [string, TelegramBotCommand[]][];
  menuButton: TelegramMenuButton;
}

export interface CommandPlace {
  /** For example `default`, `all_private_chats` or `chat:700000001`. */
  scope: string;
  /** Two letters, or empty. */
  language: string;
}

const defaultMenuButton: TelegramMenuButton = { type: 'commands' };

/** What a bot says about itself: names and descriptions by language, commands by scope and language, menu button. */
export function createBotProfile(): BotProfile {
  const texts = new Map<string, string>();
  const commands = new Map<string, TelegramBotCommand[]>();
  let menuButton = defaultMenuButton;
  const keyOf = ({ scope, language }: CommandPlace): string => `${scope} ${language}`;
  return {
    setText(kind, language, text) {
      if (text === '') texts.delete(`${kind} ${language}`);
      else texts.set(`${kind} ${language}`, text);
    },
    text: (kind, language) => texts.get(`${kind} ${language}`) ?? texts.get(`${kind} `) ?? '',
    texts: (kind) =>
      Object.fromEntries(
        [...texts].flatMap(([key, text]) => {
          const [of, language = ''] = key.split(' ');
          return of === kind ? [[language, text]] : [];
        }),
      ),
    setCommands(place, list) {
      if (list.length === 0) commands.delete(keyOf(place));
      else commands.set(keyOf(place), structuredClone(list));
    },
    commands: (place) => structuredClone(commands.get(keyOf(place)) ?? []),
    commandsFor(person) {
      const language = (person.languageCode ?? '').slice(0, 2);
      const scopes = [`chat:${person.id}`, 'all_private_chats', 'default'];
      const places = scopes.flatMap((scope) => [
        { scope, language },
        { scope, language: '' },
      ]);
      const found = places.find((place) => commands.has(keyOf(place)));
      return structuredClone(found ? (commands.get(keyOf(found)) ?? []) : []);
    },
    setMenuButton(button) {
      menuButton = button.type === 'default' ? defaultMenuButton : button;
    },
    menuButton: () => menuButton,
    snapshot: () => ({ texts: [...texts], commands: [...commands], menuButton }),
    restore(saved) {
      for (const [key, text] of saved.texts) texts.set(key, text);
      for (const [key, list] of saved.commands) commands.set(key, list);
      menuButton = saved.menuButton;
    },
    clear() {
      texts.clear();
      commands.clear();
      menuButton = defaultMenuButton;
    },
  };
}
