import type { ControlEventName, ControlEvents, ControlState } from '../../../telegram/control-types.ts';
import { control } from './api.ts';

export type FeedEvent = {
  [Name in ControlEventName]: { name: Name; data: ControlEvents[Name] };
}[ControlEventName];

export interface FeedListener {
  /** The whole state, after each connection. */
  state(state: ControlState): void;
  event(event: FeedEvent): void;
  lost(): void;
}

const NAMES: ControlEventName[] = [
  'chat',
  'message',
  'edited',
  'deleted',
  'typing',
  'callback',
  'checkout',
  'person',
  'call',
  'delivery',
  'violation',
  'faults',
  'reset',
];

/** Follows the sandbox for as long as the page lives: state first, then events; reconnects with a fresh state. */
export function followSandbox(listener: FeedListener): void {
  let failures = 0;
  const connect = (): void => {
    const source = new EventSource('/control/events');
    const retry = (): void => {
      source.close();
      failures += 1;
      listener.lost();
      setTimeout(connect, Math.min(4000, 300 * 2 ** Math.min(failures, 4)));
    };
    // Events between the connection and the answer of /control/state wait, so that none is lost or undone.
    let waiting: FeedEvent[] | undefined = [];
    const deliver = (event: FeedEvent): void => {
      if (waiting) waiting.push(event);
      else if (event.name === 'reset') void refetch();
      else listener.event(event);
    };
    const refetch = async (): Promise<void> => {
      waiting ??= [];
      const state = await control.state();
      failures = 0;
      listener.state(state);
      const late = waiting;
      waiting = undefined;
      for (const event of late) if (event.name !== 'reset') listener.event(event);
    };
    for (const name of NAMES) {
      source.addEventListener(name, (event: MessageEvent<string>) =>
        deliver({ name, data: JSON.parse(event.data) } as FeedEvent),
      );
    }
    source.addEventListener('open', () => void refetch().catch(retry));
    source.addEventListener('error', retry);
  };
  connect();
}
