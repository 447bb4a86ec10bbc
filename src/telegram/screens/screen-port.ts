export interface Attachment {
  bytes: Uint8Array;
  filename: string;
  contentType: string;
  /**
   * A digest of the bytes, for a drawing beside the text that is the same for everybody: it is uploaded once, may be
   * missing when it cannot be sent, and gives its place in the chat to the next one.
   */
  illustration?: string;
}

/** The calls that a screen needs, and nothing of how they are made. */
export interface ScreenPort {
  /** `refused` when Telegram does not take the illustration, or does not know its file any more; nothing was sent. */
  send(to: Recipient, screen: RenderedScreen): Promise<Sent | 'refused'>;
  /** `gone` when this message cannot be edited any more (deleted, too old, another kind). */
  editText(to: Recipient, messageId: number, screen: RenderedScreen): Promise<'edited' | 'gone'>;
  /** One illustration for another; `refused` and `gone` as above. */
  editPhoto(to: Recipient, messageId: number, screen: RenderedScreen): Promise<Sent | 'refused' | 'gone'>;
  stripButtons(to: Recipient, messageId: number): Promise<void>;
  /** Takes a message of ours away; of one that is too old for that these words are left. */
  remove(to: Recipient, messageId: number, leaves: string): Promise<void>;
}

/** `fileId`: under which Telegram keeps the photo. */
export interface Sent {
  messageId: number;
  fileId?: string | undefined;
}

/** The recipient of a call, and until when: the signal ends what still waits or hangs. */
export interface Recipient {
  chatId: number;
  signal?: AbortSignal | undefined;
  /** The topic of the chat, where it has some. */
  topicId?: number | undefined;
  /** Where no topic is named: the one in which the person's screen is. */
  staysThere?: boolean;
  /** The place that the message takes from the one before it, which is taken away, or says no more than these words. */
  slot?: { name: string; leaves: string } | undefined;
  /** The id of the question that answers on this screen will carry. */
  question?: string;
}

export interface RenderedScreen {
  html: string;
  keyboard: { inline_keyboard: KeyboardButton[][] } | undefined;
  photo: Attachment | KnownPhoto | undefined;
  document: Attachment | undefined;
}

/** A photo that Telegram has. */
export interface KnownPhoto {
  fileId: string;
}

export type KeyboardButton = { text: string } & (
  | { callback_data: string; style?: 'danger' | 'success' | 'primary' }
  | { url: string }
  | { copy_text: { text: string } }
);
