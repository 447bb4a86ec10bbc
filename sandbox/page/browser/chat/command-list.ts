import type { TelegramBotCommand } from '@gramio/types/objects';
import { texts } from '../texts/language.ts';
import { el } from '../ui/dom.ts';

export interface CommandListTraits {
  input: HTMLTextAreaElement;
  commands: () => TelegramBotCommand[];
  /** A command was picked to be sent at once. */
  send: (command: string) => void;
}

export interface CommandList {
  element: HTMLElement;
  readonly isOpen: boolean;
  /** Opens with everything, whatever is typed. */
  openAll(): void;
  /** Follows what is typed: opens at "/", filters, closes. */
  follow(): void;
  close(): void;
  /** Handles a key of the input; true when the list used it. */
  key(event: KeyboardEvent): boolean;
}

let count = 0;

/** Creates the list of commands above the input: arrows choose, Enter sends, Tab fills in, Escape closes. */
export function createCommandList({ input, commands, send }: CommandListTraits): CommandList {
  count += 1;
  const id = `commands-${count}`;
  const element = el('ul', {
    class: 'commands',
    id,
    role: 'listbox',
    'aria-label': texts().commands,
    hidden: true,
  });
  let shown: TelegramBotCommand[] = [];
  let chosen = 0;
  let open = false;
  input.setAttribute('aria-controls', id);
  input.setAttribute('aria-autocomplete', 'list');
  const mark = (): void => {
    for (const [at, option] of [...element.children].entries()) {
      option.setAttribute('aria-selected', String(at === chosen));
      if (at === chosen) option.scrollIntoView({ block: 'nearest' });
    }
    if (open && shown.length > 0) input.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = (next: TelegramBotCommand[]): void => {
    shown = next;
    chosen = 0;
    open = shown.length > 0;
    element.hidden = !open;
    element.replaceChildren(...shown.map((command, at) => option(command, `${id}-${at}`)));
    mark();
  };
  const close = (): void => show([]);
  const use = (at: number, fill: boolean): void => {
    const picked = shown[at];
    if (!picked) return;
    close();
    input.value = fill ? `/${picked.command} ` : '';
    if (!fill) send(`/${picked.command}`);
    input.focus();
  };
  element.addEventListener('mousedown', (event) => event.preventDefault());
  element.addEventListener('click', (event) => {
    const at = [...element.children].findIndex((child) => child.contains(event.target as Node));
    use(at, false);
  });
  const step = (by: number): void => {
    chosen = (chosen + by + shown.length) % shown.length;
    mark();
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: () => use(chosen, false),
    Tab: () => use(chosen, true),
    Escape: close,
  };
  return {
    element,
    close,
    get isOpen() {
      return open;
    },
    openAll: () => show(commands()),
    follow() {
      const typed = /^\/(\w*)$/.exec(input.value)?.[1];
      show(
        typed === undefined
          ? []
          : commands().filter(({ command }) => command.startsWith(typed.toLowerCase())),
      );
    },
    key(event) {
      const act = open && !event.shiftKey ? keys[event.key] : undefined;
      if (!act) return false;
      event.preventDefault();
      event.stopPropagation();
      act();
      return true;
    },
  };
}

function option({ command, description }: TelegramBotCommand, id: string): HTMLElement {
  return el(
    'li',
    { id, role: 'option', class: 'command' },
    el('span', { class: 'command-name', text: `/${command}` }),
    el('span', { class: 'command-words', dir: 'auto', text: description }),
  );
}
