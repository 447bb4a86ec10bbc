import { texts } from '../texts/language.ts';
import { type Child, el, iconButton } from './dom.ts';

export interface DialogAction {
  label: string;
  tone?: 'primary' | 'danger';
  /** Runs after the dialog has closed. */
  press?: () => void;
}

export interface DialogContent {
  title: string;
  body: Child[];
  actions?: DialogAction[];
  class?: string;
}

let count = 0;

/** Opens a modal dialog; Escape, the cross and a click outside close it, and the focus returns to where it was. */
export function openDialog(content: DialogContent): { close(): void; element: HTMLDialogElement } {
  count += 1;
  const titleId = `dialog-title-${count}`;
  const element = el('dialog', { class: `dialog ${content.class ?? ''}`, 'aria-labelledby': titleId });
  const close = (): void => element.close();
  const header = el('header', { class: 'dialog-header' }, el('h2', { id: titleId, text: content.title }));
  header.append(iconButton('close', texts().close, close));
  element.append(header, el('div', { class: 'dialog-body' }, ...content.body));
  if (content.actions) element.append(actionRow(content.actions, close));
  element.addEventListener('click', (event) => {
    if (event.target === element) close();
  });
  element.addEventListener('close', () => element.remove());
  document.body.append(element);
  element.showModal();
  return { close, element };
}

function actionRow(actions: DialogAction[], close: () => void): HTMLElement {
  const row = el('footer', { class: 'dialog-actions' });
  for (const { label, tone, press } of actions) {
    const button = el('button', { type: 'button', class: `button ${tone ?? ''}`, text: label });
    button.autofocus = tone === 'primary';
    button.addEventListener('click', () => {
      close();
      press?.();
    });
    row.append(button);
  }
  return row;
}
