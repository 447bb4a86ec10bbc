export type Listener = (message: string) => void;

/** Who listens to what in this process. */
export function createListeners() {
  const channels = new Map<string, Set<Listener>>();

  function add(channel: string, listener: Listener): () => void {
    const listening = channels.get(channel) ?? new Set();
    channels.set(channel, listening);
    listening.add(listener);
    return () => {
      listening.delete(listener);
      if (listening.size === 0 && channels.get(channel) === listening) channels.delete(channel);
    };
  }

  function tell(channel: string, message: string): void {
    for (const listener of channels.get(channel) ?? []) listener(message);
  }

  return { add, tell };
}
