import { TelegramError } from '../../../../telegram/api/telegram-error.ts';
import { ProviderAway, ProviderRefusal } from '../provider.ts';

/** Calls Telegram, and says its failures as the contract does. */
export async function wrap<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw translated(error);
  }
}

/** The same, where an error that says this is as good as done. */
export async function unless(word: string, call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof TelegramError && error.description.includes(word))) throw translated(error);
  }
}

function translated(error: unknown): Error {
  if (!(error instanceof TelegramError)) return error as Error;
  const isFinal = error.code >= 400 && error.code < 500 && error.code !== 429 && error.code !== 401;
  return isFinal
    ? new ProviderRefusal('Telegram refuses', {
        cause: error,
        code: codeIn(error.description),
        isPersons: error.kind === 'blocked' || error.kind === 'chat-not-found',
      })
    : new ProviderAway('Telegram is away', { cause: error });
}

/** The name that Telegram gives an error, such as `STARS_INVOICE_INVALID`. */
function codeIn(description: string): string | undefined {
  return /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/.exec(description)?.[0];
}
