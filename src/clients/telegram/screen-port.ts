import type { Recipient, RenderedScreen, ScreenPort } from '../../platform/telegram/screen.ts';
import type { TelegramClient } from './client.ts';
import { inputFile } from './input-file.ts';
import { TelegramError } from './telegram-error.ts';

const gone = new Set(['message-gone', 'cannot-edit', 'chat-not-found']);

/**
 * Screens through the Bot API. A text that Telegram cannot read is our own mistake: it is reported to `onBadMarkup`
 * and sent once more as plain text, because a person waiting for an answer must get one.
 */
export function createScreenPort(
  client: TelegramClient,
  onBadMarkup: (description: string) => void,
): ScreenPort {
  return { send, editText, stripButtons };

  async function send(to: Recipient, screen: RenderedScreen): Promise<{ messageId: number }> {
    const message = await withPlainFallback(screen, (wording) => sendOnce(to, screen, wording));
    return { messageId: message.message_id };
  }

  function sendOnce({ chatId, signal }: Recipient, screen: RenderedScreen, { text, markup }: Wording) {
    const rest = { chat_id: chatId, ...markup, ...keyboardOf(screen) };
    if (screen.photo !== undefined)
      return client.call('sendPhoto', { ...rest, photo: inputFile(screen.photo), caption: text }, { signal });
    if (screen.document !== undefined)
      return client.call(
        'sendDocument',
        { ...rest, document: inputFile(screen.document), caption: text },
        { signal },
      );
    return client.call(
      'sendMessage',
      { ...rest, text, link_preview_options: { is_disabled: true } },
      { signal },
    );
  }

  async function editText(
    { chatId, signal }: Recipient,
    messageId: number,
    screen: RenderedScreen,
  ): Promise<'edited' | 'gone'> {
    try {
      await withPlainFallback(screen, ({ text, markup }) =>
        client.call(
          'editMessageText',
          {
            chat_id: chatId,
            message_id: messageId,
            text,
            ...markup,
            ...keyboardOf(screen),
            link_preview_options: { is_disabled: true },
          },
          { signal },
        ),
      );
      return 'edited';
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
      if (error.kind === 'not-modified') return 'edited';
      if (gone.has(error.kind)) return 'gone';
      throw error;
    }
  }

  async function stripButtons({ chatId, signal }: Recipient, messageId: number): Promise<void> {
    try {
      await client.call('editMessageReplyMarkup', { chat_id: chatId, message_id: messageId }, { signal });
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
      // Old buttons that stay are a blemish, not a failure: they are checked when they are pressed.
    }
  }

  async function withPlainFallback<T>(
    screen: RenderedScreen,
    attempt: (wording: Wording) => Promise<T>,
  ): Promise<T> {
    try {
      return await attempt({ text: screen.html, markup: { parse_mode: 'HTML' } });
    } catch (error) {
      if (!(error instanceof TelegramError) || error.kind !== 'bad-markup') throw error;
      onBadMarkup(error.description);
      return await attempt({ text: stripTags(screen.html), markup: {} });
    }
  }
}

interface Wording {
  text: string;
  markup: { parse_mode?: 'HTML' };
}

function keyboardOf(screen: RenderedScreen) {
  return screen.keyboard === undefined ? {} : { reply_markup: screen.keyboard };
}

function stripTags(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
