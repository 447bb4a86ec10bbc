import type { Chat, StoredMessage } from '../chats/chat.ts';
import type { Core } from '../core.ts';
import { PersonRefusal } from '../people/person-refusal.ts';
import type { InvoicePlace } from '../world-types.ts';
import type { InvoiceDetails } from './invoice.ts';

export interface FoundInvoice {
  invoice: InvoiceDetails;
  /** The invoice message in the person's own chat with the bot. */
  stored?: StoredMessage;
}

/** A copy that somebody forwarded can be paid only when it has no start parameter. */
function findForwarded(core: Core, place: { personId: number; messageId: number }): FoundInvoice {
  const invoice = core.chats.get(place.personId).messages.get(place.messageId)?.invoice;
  if (!invoice) throw new PersonRefusal(`Message ${place.messageId} is no invoice`);
  if (invoice.startParameter !== '')
    throw new PersonRefusal(
      'A forwarded copy of this invoice has no Pay button: it opens the bot by its start parameter',
    );
  return { invoice };
}

function findOwn(chat: Chat, messageId: number): FoundInvoice {
  const stored = chat.messages.get(messageId);
  if (!stored?.invoice) throw new PersonRefusal(`Message ${messageId} is no invoice`);
  if (stored.paid) throw new PersonRefusal('This invoice is paid: its button shows the receipt');
  return { invoice: stored.invoice, stored };
}

export interface InvoiceSearch {
  core: Core;
  chat: Chat;
  links: ReadonlyMap<string, InvoiceDetails>;
}

/** Finds what a person is about to pay: their own invoice message, a forwarded copy of another one, or a link. */
export function findInvoice({ core, chat, links }: InvoiceSearch, place: InvoicePlace): FoundInvoice {
  if (typeof place === 'number') return findOwn(chat, place);
  if (typeof place === 'object')
    return place.personId === chat.person.id ? findOwn(chat, place.messageId) : findForwarded(core, place);
  const invoice = links.get(place);
  if (!invoice) throw new PersonRefusal('There is no invoice behind this link');
  return { invoice };
}
