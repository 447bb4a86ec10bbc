import { and, eq } from 'drizzle-orm';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db.ts';
import type { Attachment, KnownPhoto, Recipient, RenderedScreen, ScreenPort, Sent } from './screen-port.ts';
import { illustrations } from './tables.ts';

/** Drawings that are the same for everybody, each uploaded once for a bot and from then on sent by its file id. */
export interface Illustrations {
  /** The new message, or undefined when Telegram takes the picture in no form: then the text goes alone. */
  send(to: Recipient, screen: RenderedScreen): Promise<number | undefined>;
  /** Puts the picture in the place of another one; false when that cannot be done. */
  replace(to: Recipient, messageId: number, screen: RenderedScreen): Promise<boolean>;
}

export function createIllustrations(parts: {
  db: Database;
  clock: Clock;
  port: Pick<ScreenPort, 'send' | 'editPhoto'>;
  botId: string;
}): Illustrations {
  const { db, clock, port, botId } = parts;
  const kept = new Map<string, string>();

  async function send(to: Recipient, screen: RenderedScreen): Promise<number | undefined> {
    const sent = await inAnyForm(screen, (form) => port.send(to, form));
    return sent === 'refused' ? undefined : sent.messageId;
  }

  async function replace(to: Recipient, messageId: number, screen: RenderedScreen): Promise<boolean> {
    const done = await inAnyForm(screen, (form) => port.editPhoto(to, messageId, form));
    return done !== 'refused' && done !== 'gone';
  }

  /** First by the file that Telegram has, then by the bytes; what it refuses as known is not known any more. */
  async function inAnyForm<Other>(
    screen: RenderedScreen,
    attempt: (form: RenderedScreen) => Promise<Sent | 'refused' | Other>,
  ): Promise<Sent | 'refused' | Other> {
    const photo = screen.photo as Attachment;
    const digest = photo.illustration ?? '';
    const fileId = await find(digest);
    if (fileId !== undefined) {
      const known: KnownPhoto = { fileId };
      const answer = await attempt({ ...screen, photo: known });
      if (answer !== 'refused') return answer;
    }
    const answer = await attempt({ ...screen, photo });
    if (isSent(answer) && answer.fileId !== undefined) await remember(digest, answer.fileId);
    return answer;
  }

  async function find(digest: string): Promise<string | undefined> {
    const known = kept.get(digest);
    if (known !== undefined) return known;
    const [row] = await db
      .select({ fileId: illustrations.fileId })
      .from(illustrations)
      .where(and(eq(illustrations.botId, botId), eq(illustrations.digest, digest)));
    if (row !== undefined) kept.set(digest, row.fileId);
    return row?.fileId;
  }

  async function remember(digest: string, fileId: string): Promise<void> {
    kept.set(digest, fileId);
    const row = { botId, digest, fileId, uploadedAt: clock.now() };
    const target = [illustrations.botId, illustrations.digest];
    await db
      .insert(illustrations)
      .values(row)
      .onConflictDoUpdate({ target, set: { fileId, uploadedAt: row.uploadedAt } });
  }

  return { send, replace };
}

function isSent(answer: unknown): answer is Sent {
  return typeof answer === 'object' && answer !== null;
}
