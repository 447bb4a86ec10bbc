import type { World } from './telegram/world-types.ts';

/** Begins to watch; the answer tells whether a bot has looked after its webhook since, and has one. */
export function watchConnection(world: World): () => boolean {
  const lastId = world.calls.at(-1)?.id ?? 0;
  return () => {
    const hasAsked = world.calls.some(
      ({ id, method, ok }) => id > lastId && method === 'getWebhookInfo' && ok,
    );
    return hasAsked && world.webhookUrl() !== '';
  };
}

/** Passes each complaint of the stand-in on once. Failed deliveries are none: they are on the page, and may be many. */
export function createComplaints(say: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (line.startsWith('webhook: ') || said.has(line)) return;
    said.add(line);
    say(line);
  };
}
