import type {
  TelegramContact,
  TelegramDocument,
  TelegramInvoice,
  TelegramLocation,
  TelegramPhotoSize,
} from '@gramio/types/objects';
import { fileAddress } from '../state/api.ts';
import { decimal, fileSize, money, texts } from '../texts/language.ts';
import { openDialog } from '../ui/dialog.ts';
import { el, hidden, icon } from '../ui/dom.ts';

/** A photo that opens large on a click. */
export function photoView(sizes: TelegramPhotoSize[], caption: string): HTMLElement | undefined {
  const largest = sizes.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
  if (!largest) return undefined;
  const source = fileAddress(largest.file_id);
  const image = el('img', {
    src: source,
    alt: '',
    width: largest.width,
    height: largest.height,
    loading: 'lazy',
  });
  const label = caption ? `${texts().enlargePhoto}: ${caption.slice(0, 80)}` : texts().enlargePhoto;
  const button = el('button', { type: 'button', class: 'photo', 'aria-label': label }, image);
  button.style.aspectRatio = `${largest.width} / ${largest.height}`;
  button.addEventListener('click', () => enlarge(source, caption));
  return button;
}

function enlarge(source: string, caption: string): void {
  const image = el('img', { class: 'large-photo', src: source, alt: caption || texts().photo });
  const download = el(
    'a',
    { class: 'button', href: source, download: 'photo' },
    icon('download'),
    texts().download,
  );
  openDialog({
    title: texts().photo,
    class: 'wide',
    body: [image, el('p', { class: 'photo-actions' }, download)],
  });
}

/** A file with its name, size and a way to download it. */
export function documentView(document: TelegramDocument): HTMLElement {
  const name = document.file_name ?? texts().document;
  const words = el(
    'span',
    { class: 'attachment-words' },
    el('bdi', { class: 'attachment-title', text: name }),
  );
  words.append(el('small', { text: document.file_size === undefined ? '' : fileSize(document.file_size) }));
  return el(
    'a',
    { class: 'attachment', href: fileAddress(document.file_id), download: name },
    hidden(`${texts().download}: `),
    el('span', { class: 'attachment-icon' }, icon('file')),
    words,
    icon('download'),
  );
}

/** A contact with name and number. */
export function contactView(contact: TelegramContact): HTMLElement {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  return card('contact', name || texts().contact, contact.phone_number);
}

/** A point on the map as coordinates that can be opened outside. */
export function locationView(location: TelegramLocation, follow: (address: string) => void): HTMLElement {
  const { latitude, longitude } = location;
  const place = `${decimal(latitude, 4)}, ${decimal(longitude, 4)}`;
  const button = el('button', { type: 'button', class: 'attachment' });
  button.append(...card('location', texts().location, place).childNodes);
  const address = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=12/${latitude}/${longitude}`;
  button.addEventListener('click', () => follow(address));
  return button;
}

/** What is to be paid: title, description and price. */
export function invoiceView(invoice: TelegramInvoice): HTMLElement {
  return el(
    'div',
    { class: 'invoice' },
    el('strong', { dir: 'auto', text: invoice.title }),
    el('p', { dir: 'auto', text: invoice.description }),
    el('span', { class: 'price', text: money(invoice.total_amount, invoice.currency) }),
  );
}

function card(iconName: string, title: string, detail: string): HTMLElement {
  return el(
    'div',
    { class: 'attachment' },
    el('span', { class: 'attachment-icon' }, icon(iconName)),
    el(
      'span',
      { class: 'attachment-words' },
      el('bdi', { class: 'attachment-title', text: title }),
      el('small', { dir: 'ltr', text: detail }),
    ),
  );
}
