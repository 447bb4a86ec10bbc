type Handlers = { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
type Attribute = string | number | boolean | undefined;

/** Attributes of an element; `class` and `text` are shorthands, `on` holds listeners. */
export interface Traits {
  [name: string]: Attribute | Handlers;
  on?: Handlers;
}

export type Child = Node | string | undefined | false;

/** Builds an element; text always becomes a text node, never markup. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  traits: Traits = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setTraits(element, traits);
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}

function setTraits(element: HTMLElement, traits: Traits): void {
  for (const [name, value] of Object.entries(traits)) {
    if (typeof value === 'object') listen(element, value);
    else if (name === 'text') element.textContent = String(value ?? '');
    else setAttribute(element, name, value);
  }
}

/** Sets one attribute; `undefined` and `false` take it away, except for `aria-*`, where `false` is a value. */
function setAttribute(element: Element, name: string, value: Attribute): void {
  const gone = value === undefined || (value === false && !name.startsWith('aria-'));
  if (gone) element.removeAttribute(name);
  else element.setAttribute(name, value === true && !name.startsWith('aria-') ? '' : String(value));
}

function listen(element: HTMLElement, handlers: Handlers): void {
  for (const [name, handler] of Object.entries(handlers)) {
    // The pair comes from one key of Handlers, so event and handler fit; Object.entries forgets that.
    element.addEventListener(name, handler as EventListener);
  }
}

const SVG = 'http://www.w3.org/2000/svg';

/** A decorative icon from the sprite; the control around it carries the name. */
export function icon(name: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `/assets/art/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A button that shows only an icon; its label is its name and its tooltip. */
export function iconButton(
  name: string,
  label: string,
  press: (event: MouseEvent) => void,
): HTMLButtonElement {
  return el(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': label, title: label, on: { click: press } },
    icon(name),
  );
}

/** Words for screen readers only. */
export function hidden(text: string): HTMLSpanElement {
  return el('span', { class: 'hidden', text });
}

/** Replaces the children of `parent` and keeps the keyboard focus on the control with the same position. */
export function replaceKeepingFocus(parent: HTMLElement, children: Child[]): void {
  const before = focusables(parent).indexOf(document.activeElement as HTMLElement);
  const inside = before >= 0 || parent === document.activeElement;
  parent.replaceChildren(...children.filter((child) => child !== undefined && child !== false));
  if (!inside) return;
  const after = focusables(parent);
  after[Math.min(Math.max(before, 0), after.length - 1)]?.focus({ preventScroll: true });
}

/** Everything inside that can take the focus, in order. */
function focusables(parent: HTMLElement): HTMLElement[] {
  return [
    ...parent.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]'),
  ];
}
