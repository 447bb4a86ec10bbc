import type { TelegramMessageEntity } from '@gramio/types/objects';

/** An entity as the Bot API gives it; offsets and lengths count UTF-16 units. */
export type TextEntity = TelegramMessageEntity;

export interface FormattedText {
  text: string;
  entities: TextEntity[];
}

export interface OpenTag {
  name: string;
  attributes: Record<string, string>;
  /** UTF-16 units of the result before the tag. */
  offset: number;
  /** Bytes of the source before the tag. */
  byteOffset: number;
}
