import type { FastifyInstance } from 'fastify';
import { outside } from '../../../platform/doors.ts';
import { limited } from '../../../platform/limits.ts';
import type { Language, Voice } from '../../../texts/voice.ts';
import { noOrderPage, orderPage } from './page.rules.ts';
import type { OrderPages } from './page.service.ts';

/** `GET /o/:secret`: where people come back to after paying. An address of no order answers 404. */
export function orderRoutes(parts: {
  orderPages: OrderPages;
  voices: Readonly<Record<Language, Voice>>;
  serviceName: string;
  /** The bot's address, once it is known. */
  botUrl(): string | undefined;
}) {
  const { orderPages, voices, serviceName, botUrl } = parts;
  return async (scope: FastifyInstance): Promise<void> => {
    scope.get<{ Params: { secret: string } }>(
      '/o/:secret',
      { config: { ...outside, ...limited } },
      async ({ params }, reply) => {
        const looked = await orderPages.look(params.secret);
        const frame = { service: serviceName, bot: botUrl() };
        const { headers, body } =
          looked === undefined
            ? noOrderPage(voices, frame)
            : orderPage(voices[looked.language], looked.view, frame);
        return await reply
          .code(looked === undefined ? 404 : 200)
          .headers(headers)
          .send(body);
      },
    );
  };
}
