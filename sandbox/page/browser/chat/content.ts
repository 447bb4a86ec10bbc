import type { ViewMessage } from '../../../telegram/control-types.ts';
import { money, texts } from '../texts/language.ts';
import { el, icon } from '../ui/dom.ts';
import { contactView, documentView, invoiceView, locationView, photoView } from './attachments.ts';
import { richText, type TextDeeds } from './rich-text.ts';

const OTHER_KINDS = [
  'animation',
  'audio',
  'video',
  'video_note',
  'voice',
  'sticker',
  'poll',
  'dice',
  'game',
  'story',
  'paid_media',
  'checklist',
  'venue',
  'gift',
  'rich_message',
] as const;

/** Everything inside the bubble of a message: attachment first, then text or caption. */
export function messageContent(message: ViewMessage, deeds: TextDeeds): Node[] {
  const nodes = [attachment(message, deeds), words(message, deeds)].filter((node) => node !== undefined);
  return nodes.length > 0 ? nodes : [unsupported(message)];
}

/** The line for something that happened rather than was said, such as a payment; undefined for real messages. */
export function serviceLine(message: ViewMessage): Node[] | undefined {
  const { successful_payment: paid, refunded_payment: refunded, pinned_message: pinned } = message;
  if (paid) return [icon('check'), `${texts().paid}: ${money(paid.total_amount, paid.currency)}`].map(toNode);
  if (refunded)
    return [`${texts().refunded}: ${money(refunded.total_amount, refunded.currency)}`].map(toNode);
  if (pinned) return [icon('pin'), texts().pinnedMessage].map(toNode);
  return undefined;
}

/** A message in a few plain words, for lists, quotes and previews. */
export function messageSummary(message: ViewMessage | NonNullable<ViewMessage['reply_to_message']>): string {
  const text = message.text ?? message.caption;
  if (text) return text.replaceAll(/\s+/g, ' ').slice(0, 160);
  if (message.photo) return texts().photo;
  if (message.document) return message.document.file_name ?? texts().document;
  if (message.contact) return texts().contact;
  if (message.location) return texts().location;
  if (message.invoice) return `${texts().invoice}: ${message.invoice.title}`;
  if (message.successful_payment) return texts().paid;
  if (message.pinned_message) return texts().pinnedMessage;
  return '…';
}

function toNode(part: Node | string): Node {
  return typeof part === 'string' ? document.createTextNode(part) : part;
}

function attachment(message: ViewMessage, deeds: TextDeeds): HTMLElement | undefined {
  if (message.photo) return photoView(message.photo, message.caption ?? '');
  if (message.document) return documentView(message.document);
  if (message.contact) return contactView(message.contact);
  if (message.location) return locationView(message.location, deeds.follow);
  if (message.invoice) return invoiceView(message.invoice);
  return undefined;
}

function words(message: ViewMessage, deeds: TextDeeds): HTMLElement | undefined {
  const text = message.text ?? message.caption;
  if (!text) return undefined;
  const entities = (message.text === undefined ? message.caption_entities : message.entities) ?? [];
  return el(
    'div',
    { class: isOnlyEmoji(text) ? 'text big-emoji' : 'text', dir: 'auto' },
    ...richText(text, entities, deeds),
  );
}

function isOnlyEmoji(text: string): boolean {
  return text.length <= 12 && /^(?:\p{RGI_Emoji}\s*){1,3}$/v.test(text);
}

function unsupported(message: ViewMessage): HTMLElement {
  const kind = OTHER_KINDS.find((name) => name in message) ?? Object.keys(message).at(-1) ?? '?';
  return el('div', { class: 'text unsupported', text: texts().unsupported(kind) });
}
