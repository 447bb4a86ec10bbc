import type { ControlEventName, ControlEvents } from './control-types.ts';

type Listener<Name extends ControlEventName> = (event: ControlEvents[Name]) => void;

export interface Events {
  emit<Name extends ControlEventName>(name: Name, event: ControlEvents[Name]): void;
  on<Name extends ControlEventName>(name: Name, listener: Listener<Name>): () => void;
  /** Hears every event. */
  onAny(listener: (name: ControlEventName, event: unknown) => void): () => void;
}

/** Tells listeners what happens in the world, at once and in order. */
export function createEvents(): Events {
  const listeners = new Map<ControlEventName, Set<(event: never) => void>>();
  const everything = new Set<(name: ControlEventName, event: unknown) => void>();
  return {
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) listener(event as never);
      for (const listener of everything) listener(name, event);
    },
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener as (event: never) => void));
      return () => void own.delete(listener as (event: never) => void);
    },
    onAny(listener) {
      everything.add(listener);
      return () => void everything.delete(listener);
    },
  };
}
