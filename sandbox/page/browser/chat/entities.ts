import type { TelegramMessageEntity } from '@gramio/types/objects';

/** A stretch of text, or an entity around more of them. */
export type Piece = string | { entity: TelegramMessageEntity; pieces: Piece[] };

/**
 * Nests flat entities into a tree; offsets count UTF-16 units, as in JavaScript strings. What reaches past the
 * text or past the entity around it is cut there, so hostile offsets lose decoration, never text.
 */
export function nestEntities(text: string, entities: readonly TelegramMessageEntity[] = []): Piece[] {
  const sorted = entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
  let next = 0;
  const fill = (from: number, to: number): Piece[] => {
    const pieces: Piece[] = [];
    let at = from;
    for (let entity = sorted[next]; entity && entity.offset < to; entity = sorted[next]) {
      next += 1;
      const start = Math.max(entity.offset, at);
      const end = Math.min(entity.offset + entity.length, to);
      if (!(end > start)) continue;
      if (start > at) pieces.push(text.slice(at, start));
      pieces.push({ entity, pieces: fill(start, end) });
      at = end;
    }
    if (at < to) pieces.push(text.slice(at, to));
    return pieces;
  };
  return fill(0, text.length);
}

/** The text of pieces without their decoration. */
export function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : plainText(piece.pieces))).join('');
}
