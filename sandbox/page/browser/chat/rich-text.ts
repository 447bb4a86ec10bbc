import type { TelegramMessageEntity } from '@gramio/types/objects';
import { texts } from '../texts/language.ts';
import { el, icon } from '../ui/dom.ts';
import { nestEntities, type Piece, plainText } from './entities.ts';

/** What the interactive parts of a text do. */
export interface TextDeeds {
  follow(address: string): void;
  command(command: string): void;
  copy(text: string): void;
  /** Opens the chat of a mentioned person; undefined when nobody here has that name. */
  findPerson(mention: string): (() => void) | undefined;
  /** Finds a link to the bot inside copyable text. */
  findBotLink(text: string): string | undefined;
}

type Shape = (entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds) => HTMLElement;

const wrap =
  (tag: keyof HTMLElementTagNameMap, name?: string): Shape =>
  (_entity, pieces, deeds) =>
    el(tag, { class: name }, ...draw(pieces, deeds));

const shapes: Record<string, Shape> = {
  bold: wrap('strong'),
  italic: wrap('em'),
  underline: wrap('u'),
  strikethrough: wrap('s'),
  hashtag: wrap('span', 'tag'),
  cashtag: wrap('span', 'tag'),
  blockquote: wrap('blockquote'),
  expandable_blockquote: expandableQuote,
  spoiler,
  code,
  pre: codeBlock,
  url: link,
  text_link: link,
  email: link,
  phone_number: link,
  mention,
  text_mention: wrap('span', 'tag'),
  bot_command: command,
};

/** Draws a text with its entities as DOM nodes; nothing in the text is ever read as markup. */
export function richText(text: string, entities: readonly TelegramMessageEntity[], deeds: TextDeeds): Node[] {
  return draw(nestEntities(text, entities), deeds);
}

function draw(pieces: readonly Piece[], deeds: TextDeeds): Node[] {
  return pieces.map((piece) => {
    if (typeof piece === 'string') return document.createTextNode(piece);
    const shape = shapes[piece.entity.type] ?? wrap('span');
    return shape(piece.entity, piece.pieces, deeds);
  });
}

function spoiler(_entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const element = el('span', {
    class: 'spoiler',
    role: 'button',
    tabindex: 0,
    'aria-label': texts().spoiler,
  });
  const veil = el(
    'span',
    { class: 'spoiler-text', 'aria-hidden': 'true', inert: true },
    ...draw(pieces, deeds),
  );
  element.append(veil);
  const reveal = (event: Event): void => {
    if (!element.hasAttribute('role')) return;
    event.preventDefault();
    element.classList.add('revealed');
    for (const name of ['role', 'aria-label']) element.removeAttribute(name);
    for (const name of ['aria-hidden', 'inert']) veil.removeAttribute(name);
    element.tabIndex = -1;
  };
  pressable(element, reveal);
  return element;
}

function pressable(element: HTMLElement, press: (event: Event) => void): void {
  element.addEventListener('click', press);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') press(event);
  });
}

function code(_entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const text = plainText(pieces);
  const label = texts().copyCode(text);
  const element = el('code', {
    role: 'button',
    tabindex: 0,
    'aria-label': label,
    title: texts().copyText,
    text,
  });
  pressable(element, (event) => {
    event.preventDefault();
    deeds.copy(text);
  });
  const address = deeds.findBotLink(text);
  if (!address) return element;
  const open = el('button', { type: 'button', class: 'open-as', text: texts().openAs });
  open.addEventListener('click', () => deeds.follow(address));
  return el('span', {}, element, ' ', open);
}

function codeBlock(entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const copy = el(
    'button',
    { type: 'button', class: 'pre-copy', 'aria-label': texts().copyBlock },
    icon('copy'),
  );
  copy.addEventListener('click', () => deeds.copy(plainText(pieces)));
  const head = el('span', { class: 'pre-head' }, el('span', { text: entity.language ?? '' }), copy);
  return el(
    'span',
    { class: 'pre' },
    head,
    el('pre', { tabindex: 0 }, el('code', { class: 'plain', text: plainText(pieces) })),
  );
}

function expandableQuote(_entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const words = el('span', { class: 'quote-words' }, ...draw(pieces, deeds));
  const toggle = el('button', {
    type: 'button',
    class: 'quote-toggle',
    'aria-expanded': false,
    text: texts().expand,
  });
  const quote = el('blockquote', { class: 'expandable' }, words, toggle);
  toggle.addEventListener('click', () => {
    const expanded = quote.classList.toggle('expanded');
    toggle.setAttribute('aria-expanded', String(expanded));
    toggle.textContent = expanded ? texts().collapse : texts().expand;
  });
  return quote;
}

function link(entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const address = entity.url ?? plainText(pieces);
  // The address only feeds the status line of the browser; every way of following it goes through `follow`.
  const safe = /^https?:\/\//i.test(address) ? address : '#';
  const element = el(
    'a',
    { href: safe, class: 'link', title: address, rel: 'noopener noreferrer' },
    ...draw(pieces, deeds),
  );
  const follow = (event: Event): void => {
    event.preventDefault();
    deeds.follow(address);
  };
  element.addEventListener('click', follow);
  element.addEventListener('auxclick', follow);
  return element;
}

function mention(_entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const open = deeds.findPerson(plainText(pieces));
  if (!open) return el('span', { class: 'tag' }, ...draw(pieces, deeds));
  return el('button', { type: 'button', class: 'link', on: { click: open } }, plainText(pieces));
}

function command(_entity: TelegramMessageEntity, pieces: Piece[], deeds: TextDeeds): HTMLElement {
  const name = plainText(pieces);
  const press = (): void => deeds.command(name);
  return el('button', { type: 'button', class: 'link', on: { click: press } }, name);
}
