import type { FastifyInstance } from 'fastify';
import { outside } from '../../platform/doors.ts';
import { limited } from '../../platform/limits.ts';
import { type Language, languageOf, type Voice } from '../../texts/voice.ts';
import { frontPage } from './page.rules.ts';

/** `GET /`: what this is, and the way to the bot. Providers' own pages lead back to it, too. */
export function homeRoutes(parts: {
  voices: Readonly<Record<Language, Voice>>;
  serviceName: string;
  /** The bot's address, once it is known. */
  botUrl(): string | undefined;
}) {
  const { voices, serviceName, botUrl } = parts;
  return async (scope: FastifyInstance): Promise<void> => {
    scope.get('/', { config: { ...outside, ...limited } }, async (request, reply) => {
      const language = languageOf({ language: null, languageCode: request.headers['accept-language'] });
      const { headers, body } = frontPage(voices[language], { service: serviceName, bot: botUrl() });
      return await reply.headers(headers).send(body);
    });
  };
}
