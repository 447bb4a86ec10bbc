import type { Kit } from '../platform/kit.ts';
import type { TelegramClient } from '../telegram/api/client.ts';
import { createScreenPort } from '../telegram/screens/bot-api-port.ts';
import { type ButtonCodec, createButtonCodec } from '../telegram/screens/buttons.ts';
import { createScreenWriter, type ScreenWriter } from '../telegram/screens/screen.ts';
import { createSessionStore, type SessionStore } from '../telegram/screens/session.ts';
import { createVoices, type Language, type Voice } from '../texts/voice.ts';

/** The parts of a conversation, whoever leads it: languages, dialogues, signed buttons and screens. */
export interface Chat {
  botId: string;
  voices: Readonly<Record<Language, Voice>>;
  sessions: SessionStore;
  codec: ButtonCodec;
  writer: ScreenWriter;
}

export interface ChatConfig {
  telegram: { token: string };
  /** Under which buttons are signed, the newest first. */
  buttonKeys: readonly string[];
  service: { timeZone: string };
}

export function createChat(
  { db, clock, events, logger }: Kit,
  config: ChatConfig,
  client: TelegramClient,
): Chat {
  const botId = config.telegram.token.split(':')[0] ?? '';
  const codec = createButtonCodec(config.buttonKeys, Number(botId));
  const port = createScreenPort(client, (description) => {
    events.markupRefused();
    logger.error({ description }, 'Telegram could not read a screen; it was sent as plain text');
  });
  return {
    botId,
    voices: createVoices(config.service.timeZone),
    sessions: createSessionStore(db, clock),
    codec,
    writer: createScreenWriter({ db, clock, port, codec, botId }),
  };
}
