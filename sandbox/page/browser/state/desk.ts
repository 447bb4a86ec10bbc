/** Which chats are open (at most two) and which of them is the one in use; kept in the address, so Back works. */
export interface Desk {
  readonly open: readonly number[];
  readonly active: number | undefined;
  /** Opens the chat in place of the one in use. */
  show(personId: number): void;
  /** Opens the chat next to the one in use. */
  showBeside(personId: number): void;
  /** Marks an open chat as the one in use. */
  activate(personId: number): void;
  close(personId: number): void;
  closeAll(): void;
  listen(listener: () => void, signal: AbortSignal): void;
}

interface Place {
  open: number[];
  active: number | undefined;
}

/** Creates the desk from the address of the page, such as `#/1001+1002`. */
export function createDesk(): Desk {
  const listeners = new Set<() => void>();
  let place = readPlace();
  const settle = (next: Place): void => {
    if (JSON.stringify(next) === JSON.stringify(place)) return;
    // Only stepping from the list into a chat makes a new step of history: Back always means "to the list".
    const steps = place.open.length === 0 && next.open.length > 0;
    place = next;
    history[steps ? 'pushState' : 'replaceState'](undefined, '', placeAddress(place));
    for (const listener of listeners) listener();
  };
  addEventListener('popstate', () => {
    place = readPlace();
    for (const listener of listeners) listener();
  });
  return {
    get open() {
      return place.open;
    },
    get active() {
      return place.active;
    },
    show: (personId) => settle(shown(place, personId)),
    showBeside: (personId) => settle(shownBeside(place, personId)),
    activate: (personId) => {
      if (place.open.includes(personId)) settle({ ...place, active: personId });
    },
    close(personId) {
      const open = place.open.filter((id) => id !== personId);
      settle({ open, active: open.at(-1) });
    },
    closeAll: () => settle({ open: [], active: undefined }),
    listen(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
}

function shown({ open, active }: Place, personId: number): Place {
  if (open.includes(personId)) return { open, active: personId };
  if (active === undefined) return { open: [personId], active: personId };
  return { open: open.map((id) => (id === active ? personId : id)), active: personId };
}

function shownBeside({ open, active }: Place, personId: number): Place {
  if (open.includes(personId) || active === undefined) return shown({ open, active }, personId);
  return { open: [active, personId].toSorted((a, b) => order(open, a) - order(open, b)), active: personId };
}

function order(open: number[], personId: number): number {
  const at = open.indexOf(personId);
  return at < 0 ? open.length : at;
}

function readPlace(): Place {
  const ids = location.hash.replace(/^#\//, '').split('+').map(Number);
  const open = ids.filter((id) => Number.isSafeInteger(id) && id !== 0).slice(0, 2);
  return { open, active: open.at(-1) };
}

function placeAddress({ open }: Place): string {
  return open.length > 0 ? `#/${open.join('+')}` : location.pathname;
}
