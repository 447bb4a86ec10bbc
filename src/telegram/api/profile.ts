import type { TelegramClient } from './client.ts';
import { TelegramError } from './telegram-error.ts';

export interface CommandText {
  /** 1–32 of a–z 0–9 _. */
  command: string;
  /** 1–256 characters. */
  description: string;
}

/** The bot's presentation of itself in one language; without `languageCode` to everybody who has no text of their own. */
export interface ProfileTexts {
  languageCode?: string;
  commands: readonly CommandText[];
  /** At most 64 characters. Left alone when not given. */
  name?: string;
  /** At most 512 characters; seen before the first /start. */
  description: string;
  /** At most 120 characters; seen on the bot's page and in shared links. */
  shortDescription: string;
}

/** Commands for one chat alone, for example of somebody on the staff. */
export interface ChatCommands {
  chatId: number;
  languageCode?: string;
  commands: readonly CommandText[];
}

export interface ProfileOutcome {
  /** For example `commands en`. */
  changed: string[];
  /** What Telegram refused; the name may be changed only a few times a day. The rest is done all the same. */
  failed: { what: string; error: TelegramError }[];
}

interface Part {
  what: string;
  isSame(): Promise<boolean>;
  set(): Promise<unknown>;
}

/** Makes commands, name and descriptions as given. Reads first and sets only what differs. */
export async function publishProfile(
  client: TelegramClient,
  profile: { languages: readonly ProfileTexts[]; chats?: readonly ChatCommands[] },
): Promise<ProfileOutcome> {
  const parts = [
    ...profile.languages.flatMap((texts) => [
      commandsPart(client, texts),
      ...namePart(client, texts),
      descriptionPart(client, texts),
      shortDescriptionPart(client, texts),
    ]),
    ...(profile.chats ?? []).map((chat) => commandsPart(client, chat)),
  ];
  const outcome: ProfileOutcome = { changed: [], failed: [] };
  for (const part of parts) await publish(part, outcome);
  return outcome;
}

async function publish(part: Part, outcome: ProfileOutcome): Promise<void> {
  try {
    if (await part.isSame()) return;
    await part.set();
    outcome.changed.push(part.what);
  } catch (error) {
    if (!(error instanceof TelegramError) || error.kind === 'unauthorized') throw error;
    outcome.failed.push({ what: part.what, error });
  }
}

function commandsPart(
  client: TelegramClient,
  wish: Pick<ProfileTexts, 'languageCode' | 'commands'> | ChatCommands,
): Part {
  const scope = 'chatId' in wish ? { scope: { type: 'chat' as const, chat_id: wish.chatId } } : {};
  const target = { ...scope, ...languageField(wish) };
  return {
    what: nameOf('chatId' in wish ? 'chat commands' : 'commands', wish),
    isSame: async () => listOf(await client.call('getMyCommands', target)) === listOf(wish.commands),
    set: () => client.call('setMyCommands', { commands: [...wish.commands], ...target }),
  };
}

function namePart(client: TelegramClient, texts: ProfileTexts): Part[] {
  const { name } = texts;
  if (name === undefined) return [];
  const language = languageField(texts);
  const isSame = async () => (await client.call('getMyName', language)).name === name;
  return [
    { what: nameOf('name', texts), isSame, set: () => client.call('setMyName', { name, ...language }) },
  ];
}

function descriptionPart(client: TelegramClient, texts: ProfileTexts): Part {
  const { description } = texts;
  const language = languageField(texts);
  return {
    what: nameOf('description', texts),
    isSame: async () => (await client.call('getMyDescription', language)).description === description,
    set: () => client.call('setMyDescription', { description, ...language }),
  };
}

function shortDescriptionPart(client: TelegramClient, texts: ProfileTexts): Part {
  const text = { short_description: texts.shortDescription };
  const language = languageField(texts);
  return {
    what: nameOf('short description', texts),
    isSame: async () =>
      (await client.call('getMyShortDescription', language)).short_description === text.short_description,
    set: () => client.call('setMyShortDescription', { ...text, ...language }),
  };
}

function languageField({ languageCode }: { languageCode?: string }): { language_code?: string } {
  return languageCode === undefined ? {} : { language_code: languageCode };
}

function nameOf(what: string, { languageCode }: { languageCode?: string }): string {
  return languageCode === undefined ? what : `${what} ${languageCode}`;
}

function listOf(commands: readonly CommandText[]): string {
  return JSON.stringify(commands.map(({ command, description }) => [command, description]));
}
