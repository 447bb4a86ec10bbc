import { and, eq, sql } from 'drizzle-orm';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import type { Button, ButtonCodec } from './buttons.ts';
import type { Html } from './html.ts';
import { createIllustrations } from './illustrations.ts';
import type { Attachment, KeyboardButton, Recipient, RenderedScreen, ScreenPort } from './screen-port.ts';
import { createSlots } from './slots.ts';
import { screens, slotMessages } from './tables.ts';

/** A message as a value: what a screen function makes from data and texts. A photo or file carries the text as caption. */
export interface Screen {
  text: Html;
  buttons?: readonly (readonly Button[])[];
  photo?: Attachment;
  document?: Attachment;
}

export interface ScreenWriter {
  /**
   * Shows the person's one screen. `tapped` is the message whose button was pressed: it is edited in place when it
   * can be and nothing newer is shown. Otherwise a new message is sent and the former screen loses its buttons.
   */
  show(to: Recipient, screen: Screen, tapped?: Tapped): Promise<void>;
  /** Sends a message that stays what it is: it does not become the screen. */
  post(to: Recipient, screen: Screen): Promise<void>;
}

/** A message whose button was pressed; `other` cannot be edited into anything. */
export interface Tapped {
  messageId: number;
  shows: 'text' | 'photo' | 'other';
}

interface LiveScreen {
  messageId: number;
  kind: 'text' | 'photo' | 'illustration' | 'document';
}

/** The live screen as it was found; `slot`: whose newest message it is. */
type FoundScreen = LiveScreen & { slot: string | null };

/** Decides how a screen reaches the chat: edited, sent, or sent in place of the former one. */
export function createScreenWriter(options: {
  db: Database;
  clock: Clock;
  port: ScreenPort;
  codec: ButtonCodec;
  botId: string;
}): ScreenWriter {
  const { db, clock, port, codec, botId } = options;
  const illustrations = createIllustrations({ db, clock, port, botId });
  const slots = createSlots({ db, port });
  const liveScreen = db
    .select({
      messageId: screens.messageId,
      kind: screens.kind,
      topicId: screens.topicId,
      slot: slotMessages.slot,
    })
    .from(screens)
    .leftJoin(
      slotMessages,
      and(eq(slotMessages.chatId, screens.chatId), eq(slotMessages.messageId, screens.messageId)),
    )
    .where(eq(screens.chatId, sql.placeholder('chatId')))
    .prepare('live screen');
  const makeLive = db
    .insert(screens)
    .values({
      chatId: sql.placeholder('chatId'),
      messageId: sql.placeholder('messageId'),
      kind: sql.placeholder('kind'),
      shownAt: sql.placeholder('shownAt'),
      topicId: sql.placeholder('topicId'),
    })
    .onConflictDoUpdate({
      target: screens.chatId,
      set: {
        messageId: sql`excluded.message_id`,
        kind: sql`excluded.kind`,
        shownAt: sql`excluded.shown_at`,
        topicId: sql`excluded.topic_id`,
      },
    })
    .prepare('make screen live');

  async function show(asked: Recipient, screen: Screen, tapped?: Tapped): Promise<void> {
    const { chatId } = asked;
    const rendered = render(screen, asked, codec);
    const [live] = await liveScreen.execute({ chatId });
    const to = beside(asked, live);
    // A message above the live one is not edited: the answer would appear where nobody looks, and the live one, the
    // newest, would lose its buttons. It happens when a repeat after a crash has answered twice.
    const isLowest = live === undefined || (tapped !== undefined && tapped.messageId >= live.messageId);
    if (tapped !== undefined && isLowest && (await edited(to, { screen, rendered, tapped, live }))) {
      await becomeLive(to, { messageId: tapped.messageId, kind: kindOf(screen) }, live);
      if (live?.messageId !== tapped.messageId || live.slot !== null) await slots.leave(to, tapped.messageId);
      return;
    }
    const next = await sent(to, screen, rendered);
    await becomeLive(to, next, live);
    await slots.take(to, next.messageId);
  }

  async function edited(
    to: Recipient,
    shown: { screen: Screen; rendered: RenderedScreen; tapped: Tapped; live: FoundScreen | undefined },
  ): Promise<boolean> {
    const { screen, rendered, tapped, live } = shown;
    const kind = kindOf(screen);
    if (kind === 'text' && tapped.shows === 'text')
      return (await port.editText(to, tapped.messageId, rendered)) === 'edited';
    // A key as a picture stays in the chat: only a drawing makes room for a drawing.
    const isDrawing = live?.kind === 'illustration' && live.messageId === tapped.messageId;
    if (kind !== 'illustration' || tapped.shows !== 'photo' || !isDrawing) return false;
    return await illustrations.replace(to, tapped.messageId, rendered);
  }

  async function sent(to: Recipient, screen: Screen, rendered: RenderedScreen): Promise<LiveScreen> {
    if (kindOf(screen) === 'illustration') {
      const messageId = await illustrations.send(to, rendered);
      if (messageId !== undefined) return { messageId, kind: 'illustration' };
      return { messageId: await sendOrFail(to, { ...rendered, photo: undefined }), kind: 'text' };
    }
    return { messageId: await sendOrFail(to, rendered), kind: kindOf(screen) };
  }

  async function sendOrFail(to: Recipient, rendered: RenderedScreen): Promise<number> {
    const answer = await port.send(to, rendered);
    if (answer === 'refused') throw new Error('Telegram refused a message that holds no illustration');
    return answer.messageId;
  }

  async function becomeLive(to: Recipient, next: LiveScreen, former: LiveScreen | undefined): Promise<void> {
    if (former?.messageId === next.messageId) return;
    const { chatId, topicId = null } = to;
    await makeLive.execute({ chatId, topicId, ...next, shownAt: clock.now() });
    if (former !== undefined) await port.stripButtons(to, former.messageId);
  }

  async function post(asked: Recipient, screen: Screen): Promise<void> {
    const [live] = asked.staysThere === true ? await liveScreen.execute({ chatId: asked.chatId }) : [];
    const to = beside(asked, live);
    const { messageId } = await sent(to, screen, render(screen, asked, codec));
    await slots.take(to, messageId);
  }

  return { show, post };
}

/** Where the screen is, for what names no topic itself and is to stay there. */
function beside(to: Recipient, live: { topicId: number | null } | undefined): Recipient {
  return to.staysThere === true ? { ...to, topicId: to.topicId ?? live?.topicId ?? undefined } : to;
}

function kindOf(screen: Screen): LiveScreen['kind'] {
  if (screen.photo !== undefined) return screen.photo.illustration === undefined ? 'photo' : 'illustration';
  return screen.document === undefined ? 'text' : 'document';
}

/** In a private chat the chat's id is the person's id: it is for them that the buttons are signed. */
function render(screen: Screen, to: Recipient, codec: ButtonCodec): RenderedScreen {
  const rows = (screen.buttons ?? []).map((row) => row.map((button) => renderButton(button, to, codec)));
  return {
    html: screen.text.html,
    keyboard: rows.length === 0 ? undefined : { inline_keyboard: rows },
    photo: screen.photo,
    document: screen.document,
  };
}

function renderButton(button: Button, { chatId, question }: Recipient, codec: ButtonCodec): KeyboardButton {
  if ('url' in button) return { text: button.label, url: button.url };
  if ('copy' in button) return { text: button.label, copy_text: { text: button.copy } };
  const style = button.style === undefined ? {} : { style: button.style };
  return { text: button.label, callback_data: codec.encode(button.action, chatId, question), ...style };
}
