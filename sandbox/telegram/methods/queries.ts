import { badRequest } from '../api/api-error.ts';
import type { MethodRequest, MethodTable } from './method.ts';

interface AnswerCallbackQuery {
  callback_query_id: string;
  text?: string;
  show_alert?: boolean;
  url?: string;
  cache_time?: number;
}

/** A tap may open a game of the bot or the bot itself by deep link, nothing else. */
function checkUrl(url: string, username: string): void {
  const own = new RegExp(
    `^(?:https?://)?t\\.me/${username}(?:\\?|$)|^tg://resolve\\?domain=${username}(?:&|$)`,
    'i',
  );
  if (!own.test(url)) throw badRequest('URL_INVALID');
}

function answerCallbackQuery({ core }: MethodRequest, params: AnswerCallbackQuery): true {
  if (params.url) checkUrl(params.url, core.bot.username);
  core.callbacks.answer(params.callback_query_id, {
    showAlert: params.show_alert ?? false,
    ...(params.text ? { text: params.text } : {}),
    ...(params.url ? { url: params.url } : {}),
  });
  return true;
}

export const queryMethods: MethodTable = { answerCallbackQuery };
