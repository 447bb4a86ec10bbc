import { el } from './dom.ts';

export interface ToastAction {
  label: string;
  press: () => void;
}

/** A corner where short notices appear for a few seconds and are read aloud. */
export interface Toaster {
  element: HTMLElement;
  show(text: string, action?: ToastAction): void;
}

/** Creates the corner; a notice stays 4 seconds and longer for longer texts, and while it is pointed at. */
export function createToaster(): Toaster {
  const element = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  return {
    element,
    show(text, action) {
      const toast = el('div', { class: 'toast' }, el('p', { dir: 'auto', text }));
      if (action) toast.append(actionButton(action, toast));
      if (element.childElementCount >= 3) element.firstElementChild?.remove();
      element.append(toast);
      expire(toast, 4000 + text.length * 40);
    },
  };
}

function actionButton(action: ToastAction, toast: HTMLElement): HTMLButtonElement {
  const press = (): void => {
    toast.remove();
    action.press();
  };
  return el('button', { type: 'button', class: 'toast-action', text: action.label, on: { click: press } });
}

function expire(toast: HTMLElement, afterMs: number): void {
  setTimeout(() => {
    if (toast.matches(':hover, :focus-within')) expire(toast, 1500);
    else toast.remove();
  }, afterMs);
}
