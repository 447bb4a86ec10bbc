import { eq, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db.ts';
import type { Button, ButtonCodec } from './buttons.ts';
import type { Html } from './html.ts';
import { screens } from './tables.ts';

/** A message as a value: what a screen function makes from data and texts. A photo or file carries the text as caption. */
export interface Screen {
  text: Html;
  buttons?: readonly (readonly Button[])[];
  photo?: Attachment;
  document?: Attachment;
}

export interface Attachment {
  bytes: Uint8Array;
  filename: string;
  contentType: string;
}

/** The three calls that a screen needs, and nothing of how they are made. Each answers as the Bot API does. */
export interface ScreenPort {
  send(to: Recipient, screen: RenderedScreen): Promise<{ messageId: number }>;
  /** `gone` when this message cannot be edited any more (deleted, too old, another kind). */
  editText(to: Recipient, messageId: number, screen: RenderedScreen): Promise<'edited' | 'gone'>;
  stripButtons(to: Recipient, messageId: number): Promise<void>;
}

/** Whom a call is for, and until when: the signal ends what still waits or hangs. */
export interface Recipient {
  chatId: number;
  signal?: AbortSignal | undefined;
}

export interface RenderedScreen {
  html: string;
  keyboard: { inline_keyboard: KeyboardButton[][] } | undefined;
  photo: Attachment | undefined;
  document: Attachment | undefined;
}

type KeyboardButton = { text: string } & (
  | { callback_data: string; style?: 'danger' | 'success' | 'primary' }
  | { url: string }
  | { copy_text: { text: string } }
);

export interface ScreenWriter {
  /**
   * Shows the person's one screen. `tapped` is the message whose button was pressed: it is edited in place when it
   * can be and nothing newer is shown. Otherwise a new message is sent and the former screen loses its buttons.
   */
  show(to: Recipient, screen: Screen, tapped?: { messageId: number; editable: boolean }): Promise<void>;
  /** Sends a message that stays what it is: it does not become the screen. */
  post(to: Recipient, screen: Screen): Promise<void>;
}

interface LiveScreen {
  messageId: number;
  kind: 'text' | 'photo' | 'document';
}

/** Decides how a screen reaches the chat: edited, sent, or sent in place of the former one. */
export function createScreenWriter(options: {
  db: Database;
  clock: Clock;
  port: ScreenPort;
  codec: ButtonCodec;
}): ScreenWriter {
  const { db, clock, port, codec } = options;
  const liveScreen = db
    .select()
    .from(screens)
    .where(eq(screens.chatId, sql.placeholder('chatId')))
    .prepare('live screen');
  const makeLive = db
    .insert(screens)
    .values({
      chatId: sql.placeholder('chatId'),
      messageId: sql.placeholder('messageId'),
      kind: sql.placeholder('kind'),
      shownAt: sql.placeholder('shownAt'),
    })
    .onConflictDoUpdate({
      target: screens.chatId,
      set: {
        messageId: sql`excluded.message_id`,
        kind: sql`excluded.kind`,
        shownAt: sql`excluded.shown_at`,
      },
    })
    .prepare('make screen live');

  async function show(
    to: Recipient,
    screen: Screen,
    tapped?: { messageId: number; editable: boolean },
  ): Promise<void> {
    const { chatId } = to;
    const rendered = render(screen, chatId, codec);
    const [live] = await liveScreen.execute({ chatId });
    // A message above the live one is not edited: the answer would appear where nobody looks, and the live one, the
    // newest, would lose its buttons. It happens when a repeat after a crash has answered twice.
    const isLowest = live === undefined || (tapped !== undefined && tapped.messageId >= live.messageId);
    if (tapped?.editable && isLowest && kindOf(screen) === 'text') {
      if ((await port.editText(to, tapped.messageId, rendered)) === 'edited') {
        await becomeLive(to, { messageId: tapped.messageId, kind: 'text' }, live);
        return;
      }
    }
    const { messageId } = await port.send(to, rendered);
    await becomeLive(to, { messageId, kind: kindOf(screen) }, live);
  }

  async function becomeLive(to: Recipient, next: LiveScreen, former: LiveScreen | undefined): Promise<void> {
    if (former?.messageId === next.messageId) return;
    await makeLive.execute({ chatId: to.chatId, ...next, shownAt: clock.now() });
    if (former !== undefined) await port.stripButtons(to, former.messageId);
  }

  async function post(to: Recipient, screen: Screen): Promise<void> {
    await port.send(to, render(screen, to.chatId, codec));
  }

  return { show, post };
}

function kindOf(screen: Screen): LiveScreen['kind'] {
  if (screen.photo !== undefined) return 'photo';
  return screen.document === undefined ? 'text' : 'document';
}

/** In a private chat the chat's id is the person's id: it is for them that the buttons are signed. */
function render(screen: Screen, personId: number, codec: ButtonCodec): RenderedScreen {
  const rows = (screen.buttons ?? []).map((row) =>
    row.map((button) => renderButton(button, personId, codec)),
  );
  return {
    html: screen.text.html,
    keyboard: rows.length === 0 ? undefined : { inline_keyboard: rows },
    photo: screen.photo,
    document: screen.document,
  };
}

function renderButton(button: Button, personId: number, codec: ButtonCodec): KeyboardButton {
  if ('url' in button) return { text: button.label, url: button.url };
  if ('copy' in button) return { text: button.label, copy_text: { text: button.copy } };
  const style = button.style === undefined ? {} : { style: button.style };
  return { text: button.label, callback_data: codec.encode(button.action, personId), ...style };
}
