import { el, icon } from './dom.ts';

export interface MenuItem {
  icon: string;
  label: string;
  danger?: boolean;
  press: () => void;
}

/** Makes `button` open a menu of actions above or below it; arrows move, Escape closes and returns the focus. */
export function attachMenu(button: HTMLButtonElement, items: () => MenuItem[]): void {
  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  // Pressing the button of an open menu closes it (light dismiss); the click that follows must not reopen it.
  let wasOpen = false;
  button.addEventListener('pointerdown', () => {
    wasOpen = button.ariaExpanded === 'true';
  });
  button.addEventListener('click', () => {
    if (!wasOpen) openMenu(button, items());
    wasOpen = false;
  });
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    openMenu(button, items());
  });
}

function openMenu(button: HTMLButtonElement, items: MenuItem[]): void {
  const menu = el('div', {
    class: 'menu',
    role: 'menu',
    popover: 'auto',
    'aria-label': button.ariaLabel ?? '',
  });
  for (const item of items) menu.append(menuButton(item, menu));
  menu.addEventListener('keydown', (event) => moveInside(menu, event));
  menu.addEventListener('toggle', (event) => {
    if ((event as ToggleEvent).newState === 'open') return;
    button.setAttribute('aria-expanded', 'false');
    if (menu.contains(document.activeElement)) button.focus();
    menu.remove();
  });
  // In the part of the page that it belongs to, where whoever goes by landmarks finds it.
  (button.closest('.pane, header') ?? document.body).append(menu);
  menu.showPopover();
  button.setAttribute('aria-expanded', 'true');
  place(menu, button.getBoundingClientRect());
  menu.querySelector('button')?.focus();
}

function menuButton(item: MenuItem, menu: HTMLElement): HTMLButtonElement {
  const press = (): void => {
    menu.hidePopover();
    item.press();
  };
  return el(
    'button',
    {
      type: 'button',
      role: 'menuitem',
      class: item.danger ? 'menu-item danger' : 'menu-item',
      on: { click: press },
    },
    icon(item.icon),
    item.label,
  );
}

function place(menu: HTMLElement, anchor: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const below = anchor.bottom + 4 + height < innerHeight;
  const left = Math.min(Math.max(8, anchor.right - width), innerWidth - width - 8);
  const leftAligned = anchor.left + width < innerWidth - 8 && anchor.left < innerWidth / 2;
  menu.style.left = `${leftAligned ? Math.max(8, anchor.left) : left}px`;
  menu.style.top = `${below ? anchor.bottom + 4 : Math.max(8, anchor.top - height - 4)}px`;
}

function moveInside(menu: HTMLElement, event: KeyboardEvent): void {
  const buttons = [...menu.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: buttons.length - 1,
  };
  if (event.key === 'Tab') menu.hidePopover();
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[(next + buttons.length) % buttons.length]?.focus();
}
