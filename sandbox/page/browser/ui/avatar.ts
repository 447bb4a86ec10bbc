import type { Person } from '../../../telegram/control-types.ts';
import { el } from './dom.ts';

// Far apart on the wheel, in the order people appear, so that neighbours never look alike.
const HUES = [300, 235, 160, 62, 350, 195, 28, 125, 268];

/** The colour a person carries through list, header and own messages, as an OKLCH hue in degrees. */
export function hueOf(position: number): number {
  return HUES[position % HUES.length] ?? 235;
}

/** First and last name together. */
export function fullName(person: Person): string {
  return person.lastName ? `${person.firstName} ${person.lastName}` : person.firstName;
}

/** A square with the first letters of a name, purely decorative. */
export function avatar(person: Person): HTMLSpanElement {
  return el('span', { class: 'avatar', 'aria-hidden': 'true', text: initials(person) });
}

function initials(person: Person): string {
  return [person.firstName, person.lastName]
    .map((name) => firstLetter(name ?? ''))
    .join('')
    .toLocaleUpperCase();
}

function firstLetter(name: string): string {
  const found = /[\p{L}\p{N}]/u.exec(name) ?? /\p{Extended_Pictographic}/u.exec(name);
  return found?.[0] ?? '';
}
