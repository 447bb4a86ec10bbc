import { ControlError } from './state/api.ts';
import type { Desk } from './state/desk.ts';
import type { Chat, Store } from './state/store.ts';
import { texts } from './texts/language.ts';
import { hueOf } from './ui/avatar.ts';
import type { Toaster } from './ui/toast.ts';

/** What every part of the page needs; `signal` aborts when the page is drawn anew in another language. */
export interface App {
  store: Store;
  desk: Desk;
  toaster: Toaster;
  signal: AbortSignal;
}

/** Waits for a request to the sandbox and tells the person if it failed; resolves to undefined then. */
export async function attempt<Answer>(app: App, request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    app.toaster.show(error.status === 0 ? texts().lost : texts().failed(error.message));
    return undefined;
  }
}

/** Gives an element the colour of a person. */
export function paint(element: HTMLElement, chat: Chat): void {
  element.style.setProperty('--hue', String(hueOf(chat.position)));
}
