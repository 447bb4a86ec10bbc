import { createListeners, type Listener } from './listeners.ts';
import type { RedisConnection } from './redis-connection.ts';

interface Parts {
  redis: RedisConnection;
  onError: (error: Error) => void;
  channelPrefix: string;
}

/** Messages between processes. This process hears its own at once, whether Redis is there or not. */
export function createRedisBus({ redis, onError, channelPrefix }: Parts) {
  const listeners = createListeners();
  const self = crypto.randomUUID();
  let subscriber: typeof redis.client | undefined;

  function hear(text: string, channel: string): void {
    const [from, message] = split(text);
    if (from !== self) listeners.tell(channel.slice(channelPrefix.length), message);
  }

  /** One pattern for all channels: the client repeats it by itself after every reconnect. */
  function listen(): void {
    if (subscriber) return;
    subscriber = redis.client.duplicate({ disableOfflineQueue: false });
    subscriber.on('error', onError);
    subscriber.connect().catch(onError);
    subscriber.pSubscribe(`${channelPrefix}*`, hear).catch(onError);
  }

  return {
    async publish(channel: string, message: string): Promise<void> {
      listeners.tell(channel, message);
      await redis.ask((client) => client.publish(channelPrefix + channel, `${self} ${message}`));
    },
    subscribe(channel: string, listener: Listener): () => void {
      listen();
      return listeners.add(channel, listener);
    },
    close(): void {
      subscriber?.destroy();
    },
  };
}

function split(text: string): [from: string, message: string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}
