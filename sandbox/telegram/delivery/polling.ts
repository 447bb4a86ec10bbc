import { conflict } from '../api/api-error.ts';
import type { StandInClock } from '../../kit/clock.ts';
import type { UpdateQueue, WaitingUpdate } from './update-queue.ts';

export interface GetUpdates {
  offset?: number;
  limit?: number;
  timeout?: number;
  allowed_updates?: string[];
}

export interface Polling {
  poll(params: GetUpdates): Promise<object[]>;
  /** New updates have come. */
  wake(): void;
  /** Ends a waiting request with 409. */
  stop(reason: string): void;
}

interface PollingParts {
  clock: StandInClock;
  queue: UpdateQueue;
  acknowledged: (update: object) => void;
}

/** Long polling: an update is confirmed by a later request with a higher offset; two pollers at once get 409. */
export function createPolling({ clock, queue, acknowledged }: PollingParts): Polling {
  let waiting: { wake: () => void; stop: (reason: string) => void } | undefined;
  const confirm = (items: WaitingUpdate[]): void => {
    for (const item of items) {
      queue.remove(item);
      acknowledged(item.update);
    }
  };
  const dropExpired = (): void => {
    const nowMs = clock.now().getTime();
    for (const item of queue.all()) if (item.expiresAtMs < nowMs) queue.remove(item);
  };
  const take = ({ offset = 0, limit = 100 }: GetUpdates): object[] => {
    dropExpired();
    if (offset > 0) confirm(queue.all().filter((item) => item.updateId < offset));
    if (offset < 0) confirm(queue.all().slice(0, offset));
    return queue
      .all()
      .slice(0, limit)
      .map((item) => JSON.parse(item.body) as object);
  };
  const waitFor = (params: GetUpdates): Promise<object[]> =>
    new Promise((resolve, reject) => {
      const finish = (): void => {
        cancel();
        waiting = undefined;
        resolve(take(params));
      };
      const cancel = clock.setTimer((params.timeout ?? 0) * 1000, finish);
      const stop = (reason: string): void => {
        cancel();
        waiting = undefined;
        reject(conflict(reason));
      };
      waiting = { wake: finish, stop };
    });
  return {
    async poll(params) {
      waiting?.stop(
        'terminated by other getUpdates request; make sure that only one bot instance is running',
      );
      const now = take(params);
      return now.length > 0 || !params.timeout ? now : waitFor(params);
    },
    wake: () => waiting?.wake(),
    stop: (reason) => waiting?.stop(reason),
  };
}
