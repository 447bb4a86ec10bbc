import type { Attachment, KnownPhoto, Recipient, RenderedScreen, ScreenPort, Sent } from './screen-port.ts';
import type { TelegramClient } from '../api/client.ts';
import { inTopic } from '../api/in-topic.ts';
import { inputFile } from '../api/input-file.ts';
import { TelegramError } from '../api/telegram-error.ts';

const gone = new Set(['message-gone', 'cannot-edit', 'chat-not-found']);

/** What may be the picture's fault: Telegram has many words for it, and its server fails over pictures too. */
const perhapsThePicture = new Set(['other', 'too-big', 'server']);

/**
 * Screens through the Bot API. A text that Telegram cannot read is our own mistake: it is reported to `onBadMarkup`
 * and sent once more as plain text, because a person waiting for an answer must get one.
 */
export function createScreenPort(
  client: TelegramClient,
  onBadMarkup: (description: string) => void,
): ScreenPort {
  return { send, editText, editPhoto, stripButtons, remove };

  async function send(to: Recipient, screen: RenderedScreen): Promise<Sent | 'refused'> {
    try {
      const message = await withPlainFallback(screen, (wording) => sendOnce(to, screen, wording));
      return { messageId: message.message_id, fileId: largestOf(message) };
    } catch (error) {
      if (isIllustrated(screen) && isRefused(error)) return 'refused';
      throw error;
    }
  }

  async function editPhoto(
    { chatId, signal }: Recipient,
    messageId: number,
    screen: RenderedScreen,
  ): Promise<Sent | 'refused' | 'gone'> {
    const { photo } = screen;
    if (photo === undefined) return 'gone';
    try {
      const message = await withPlainFallback(screen, ({ text, markup }) =>
        client.call(
          'editMessageMedia',
          {
            chat_id: chatId,
            message_id: messageId,
            media: { type: 'photo', media: mediaOf(photo), caption: text, ...markup },
            ...keyboardOf(screen),
          },
          { signal },
        ),
      );
      return { messageId, fileId: typeof message === 'object' ? largestOf(message) : undefined };
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
      if (error.kind === 'not-modified') return { messageId };
      if (gone.has(error.kind)) return 'gone';
      if (isRefused(error)) return 'refused';
      throw error;
    }
  }

  function sendOnce(to: Recipient, screen: RenderedScreen, wording: Wording) {
    return inTopic(to.topicId, (topic) => sendInto(topic, { to, screen, wording }));
  }

  function sendInto(
    topic: { message_thread_id?: number },
    sending: { to: Recipient; screen: RenderedScreen; wording: Wording },
  ) {
    const { screen } = sending;
    const { chatId, signal } = sending.to;
    const { text, markup } = sending.wording;
    const rest = { chat_id: chatId, ...topic, ...markup, ...keyboardOf(screen) };
    if (screen.photo !== undefined)
      return client.call('sendPhoto', { ...rest, photo: mediaOf(screen.photo), caption: text }, { signal });
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

  async function remove(to: Recipient, messageId: number, leaves: string): Promise<void> {
    const { chatId, signal } = to;
    try {
      await client.call('deleteMessage', { chat_id: chatId, message_id: messageId }, { signal });
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
      await replace(to, messageId, leaves);
    }
  }

  /** After two days Telegram lets nobody take a message away. One that stays is a blemish: what is newer has been sent. */
  async function replace(to: Recipient, messageId: number, leaves: string): Promise<void> {
    const bare = { html: leaves, keyboard: undefined, photo: undefined, document: undefined };
    try {
      await editText(to, messageId, bare);
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
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

function mediaOf(photo: Attachment | KnownPhoto) {
  return 'fileId' in photo ? photo.fileId : inputFile(photo);
}

function isIllustrated({ photo }: RenderedScreen): boolean {
  return photo !== undefined && ('fileId' in photo || photo.illustration !== undefined);
}

function isRefused(error: unknown): boolean {
  return error instanceof TelegramError && perhapsThePicture.has(error.kind);
}

function largestOf(message: { photo?: { file_id: string }[] | undefined }): string | undefined {
  return message.photo?.at(-1)?.file_id;
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
